import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import { Misconfigured } from '../../errors.ts'
import { parseTokenLine, type Token } from './token.ts'

/**
 * Reads the tokens of a file, one a line; empty lines and those that begin with `#` are skipped. A file that does not exist is
 * made, with a new token and mode 0600.
 * @throws Misconfigured if the file cannot be used, if other users can read it, or if a line is wrong
 */
export function readTokenFile(file: string): Token[] {
  const tokens: Token[] = []
  for (const [index, text] of contentOf(file).split('\n').entries()) {
    const line = text.trim()
    if (!line || line.startsWith('#')) continue
    try {
      tokens.push(parseTokenLine(line))
    } catch (cause) {
      throw new Misconfigured(`Line ${index + 1} of the token file ${file}: ${(cause as Error).message}`, {
        cause,
      })
    }
  }
  if (tokens.length) return tokens
  throw new Misconfigured(
    `The token file ${file} is empty. Remove it, and buildspyd makes one with a new token.`,
  )
}

function contentOf(file: string): string {
  let descriptor: number | undefined
  try {
    makeIfAbsent(file)
    descriptor = openSync(file, 'r')
    const mode = fstatSync(descriptor).mode & 0o777
    // Windows has no such modes (https://nodejs.org/api/fs.html#file-modes).
    if (mode & 0o077 && process.platform !== 'win32')
      throw new Misconfigured(
        `Other users can use the token file ${file} (mode 0${mode.toString(8)}). Run: chmod 600 ${file}`,
      )
    return readFileSync(descriptor, 'utf8')
  } catch (cause) {
    if (cause instanceof Misconfigured) throw cause
    throw new Misconfigured(`The token file ${file} cannot be used: ${(cause as Error).message}`, { cause })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function makeIfAbsent(file: string): void {
  try {
    const descriptor = openSync(file, 'wx', 0o600)
    writeSync(descriptor, `${randomBytes(24).toString('base64url')}\n`)
    closeSync(descriptor)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
