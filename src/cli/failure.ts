import { BuildSpyError } from '../errors.ts'

/** How the commands that talk to a daemon end; `run` passes on the build's own exit code instead. */
export const EXIT = { failed: 1, usage: 2, notFound: 3, noDaemon: 4, slower: 3 } as const

/** In the help of each command that talks to a daemon. */
export const EXIT_CODES = `
Exit codes:
  0 success; 1 the daemon refused, a file failed, or only a part succeeded; 2 wrong usage;
  3 no run matches, or several do; 4 no daemon responds`

export interface FailureOptions extends ErrorOptions {
  /** Lines below the sentence. */
  readonly details?: readonly string[]
}

/** Why a command ends early: a sentence for the user, empty if all is said already, and the exit code. */
export class CliFailure extends BuildSpyError {
  readonly code = 'CLI_FAILURE'
  readonly exitCode: number
  readonly details: readonly string[]

  constructor(message: string, exitCode: number, options: FailureOptions = {}) {
    super(message, options)
    this.exitCode = exitCode
    this.details = options.details ?? []
  }
}

/** Why the system refused: `no space left on device` of Node's `ENOSPC: no space left on device, write`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EISDIR') return 'it is a directory'
  return message.replace(/^[A-Z][A-Z0-9]+: /, '').replace(/, [a-z]+(?: '.*')?$/s, '')
}
