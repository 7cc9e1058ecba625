import { BuildSpyError } from '../errors.ts'

/** How the commands that talk to a daemon end; `run` passes on the build's own exit code instead. */
export const EXIT = { failed: 1, usage: 2, notFound: 3, noDaemon: 4 } as const

/** In the help of each command that talks to a daemon. */
export const EXIT_CODES = `
Exit codes:
  0 done; 1 the daemon refused or only part was done; 2 wrong usage; 3 no such run; 4 no daemon answers`

/** Why a command ends early: a sentence for the user, empty if all is said already, and the exit code. */
export class CliFailure extends BuildSpyError {
  readonly code = 'CLI_FAILURE'
  readonly exitCode: number

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
