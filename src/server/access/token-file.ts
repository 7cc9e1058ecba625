import { randomBytes } from 'node:crypto'
import { Misconfigured } from '../../errors.ts'
import { readSecretFile } from './secret-file.ts'
import { parseTokenLine, type Token } from './token.ts'

/**
 * Reads the tokens of a file, one a line; empty lines and those that begin with `#` are skipped. A file that does not exist is
 * made, with a new token and mode 0600.
 * @throws Misconfigured if the file cannot be used, if other users can read it, or if a line is wrong
 */
export function readTokenFile(file: string): Token[] {
  const tokens: Token[] = []
  const content = readSecretFile({ file, what: 'token file', make: newToken })
  for (const [index, text] of content.split('\n').entries()) {
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

const newToken = (): string => randomBytes(24).toString('base64url')
