import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Misconfigured } from '../../errors.ts'
import { SCOPES, type Scope, type Scopes } from '../../graphql/scopes.ts'

/** A token. */
export interface Token {
  /** For people and for the audit log; never the secret. */
  readonly name: string
  readonly scopes: Scopes
  /** SHA-256 of the secret. */
  readonly digest: Buffer
  /** Its expiry, in milliseconds since 1970; `Infinity` if it has none. */
  readonly expires: number
}

/** Characters of a secret on the command line or in the environment, at least. */
export const SHORTEST_FLAG = 8

/** Characters of a secret in a token file, at least. Nobody has to type it, so it can be long. */
export const SHORTEST_IN_FILE = 16

const SCOPED = new RegExp(`^(?:(${SCOPES.join('|')}):)?(.*)$`, 's')

const ENTRY = z.strictObject({
  name: z.string().regex(/^[\w .@-]{1,64}$/, 'takes 1 to 64 letters, digits, spaces and ". _ @ -"'),
  scopes: z.array(z.enum(SCOPES)).min(1),
  expires: z.iso.datetime({ offset: true, error: 'must be like 2027-01-31T00:00:00Z' }).optional(),
  token: z.string(),
})

/** SHA-256, the form in which secrets are stored and compared. */
export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Reads `SECRET`, which allows everything, or `SCOPE:SECRET`. For the secret, `sha256:` and the digest of it in 64
 * hexadecimal digits may stand.
 * @param least characters of a secret
 * @throws Misconfigured with what is wrong, without the secret
 */
export function parseToken(text: string, least: number): Token {
  const [, scope, secret] = SCOPED.exec(text)!
  return makeToken(undefined, [(scope as Scope | undefined) ?? 'admin'], undefined, secret!, least)
}

/**
 * Reads a line of a token file: as {@link parseToken}, or JSON with a name, scopes and an expiry.
 * @throws Misconfigured with what is wrong, without the secret
 */
export function parseTokenLine(line: string): Token {
  if (!line.startsWith('{')) return parseToken(line, SHORTEST_IN_FILE)
  const { data, error } = ENTRY.safeParse(parseJson(line))
  if (!error) return makeToken(data.name, data.scopes, data.expires, data.token, SHORTEST_IN_FILE)
  const { path, message } = error.issues[0]!
  throw new Misconfigured(`${path.join('.') || 'the entry'}: ${message}`)
}

function makeToken(
  name: string | undefined,
  scopes: readonly Scope[],
  expires: string | undefined,
  secret: string,
  least: number,
): Token {
  const digest = readDigest(secret, least)
  return {
    name: name ?? `sha256:${digest.toString('hex', 0, 4)}`,
    scopes: new Set(scopes.includes('admin') ? SCOPES : scopes),
    digest,
    expires: expires === undefined ? Infinity : Date.parse(expires),
  }
}

function readDigest(secret: string, least: number): Buffer {
  if (/^sha256:[0-9a-f]{64}$/i.test(secret)) return Buffer.from(secret.slice(7), 'hex')
  if (secret.startsWith('sha256:')) throw new Misconfigured('sha256: takes 64 hexadecimal digits')
  if (/\s/.test(secret)) throw new Misconfigured('a token must not contain spaces')
  if (secret.length < least) throw new Misconfigured(`a token must have at least ${least} characters`)
  return digestOf(secret)
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new Misconfigured('the entry is not JSON', { cause })
  }
}
