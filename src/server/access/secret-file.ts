import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import { Misconfigured } from '../../errors.ts'

/** A file that holds a secret. */
interface SecretFile {
  readonly file: string
  /** What it is, for messages: `token file`. */
  readonly what: string
  /** Makes the content of a file that does not exist. */
  readonly make: () => string
}

/**
 * Reads a file of a secret. One that does not exist is made, with mode 0600.
 * @throws Misconfigured if the file cannot be used, or if other users can read it
 */
export function readSecretFile({ file, what, make }: SecretFile): string {
  let descriptor: number | undefined
  try {
    makeIfAbsent(file, make)
    descriptor = openSync(file, 'r')
    const mode = fstatSync(descriptor).mode & 0o777
    // Windows has no such modes (https://nodejs.org/api/fs.html#file-modes).
    if (mode & 0o077 && process.platform !== 'win32')
      throw new Misconfigured(
        `Other users can use the ${what} ${file} (mode 0${mode.toString(8)}). Run: chmod 600 ${file}`,
      )
    return readFileSync(descriptor, 'utf8')
  } catch (cause) {
    if (cause instanceof Misconfigured) throw cause
    throw new Misconfigured(`The ${what} ${file} cannot be used: ${(cause as Error).message}`, { cause })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function makeIfAbsent(file: string, make: () => string): void {
  try {
    const descriptor = openSync(file, 'wx', 0o600)
    writeSync(descriptor, `${make()}\n`)
    closeSync(descriptor)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
