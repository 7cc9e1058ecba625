import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import { BuildSpyError } from '../errors.ts'

/** The command cannot be started; `exitCode` is what a shell would report. */
export class CannotRun extends BuildSpyError {
  readonly code = 'CANNOT_RUN'
  readonly exitCode: 126 | 127

  constructor(message: string, exitCode: 126 | 127) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Where execvp(3) looks when there is no PATH. */
const DEFAULT_PATH = '/bin:/usr/bin'

/** What a shell says of a file that it found and could not execute. @param error the number of execve(2) */
export function notExecuted(name: string, error: number): CannotRun {
  const [code, reason] = getSystemErrorMap().get(-error) ?? ['', `error ${error}`]
  // The file is there: it is its interpreter that is not.
  if (code === 'ENOENT') return new CannotRun(`${name}: bad interpreter: ${reason}`, 127)
  return new CannotRun(`${name}: ${reason}`, 126)
}

/**
 * Looks for a command as a shell does.
 * @param path the environment's PATH
 * @returns its file
 * @throws CannotRun 127 if there is none, 126 if it may not be executed
 */
export function findCommand(name: string, path: string | undefined): string {
  const candidates = name.includes('/')
    ? [name]
    : (path ?? DEFAULT_PATH).split(delimiter).map((directory) => join(directory || '.', name))
  const states = candidates.map(stateOf)
  if (name !== '' && states.includes('executable')) return candidates[states.indexOf('executable')]!
  if (states.includes('directory') && name.includes('/')) throw new CannotRun(`${name}: is a directory`, 126)
  if (states.includes('forbidden')) throw new CannotRun(`${name}: permission denied`, 126)
  const what = name.includes('/') ? 'no such file' : 'command not found'
  throw new CannotRun(`${name === '' ? "''" : name}: ${what}`, 127)
}

function stateOf(file: string): 'executable' | 'forbidden' | 'directory' | 'missing' {
  try {
    if (statSync(file).isDirectory()) return 'directory'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'forbidden' : 'missing'
  }
  try {
    accessSync(file, constants.X_OK)
    return 'executable'
  } catch {
    return 'forbidden'
  }
}
