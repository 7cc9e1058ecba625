import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Misconfigured } from '../errors.ts'
import type { Scope, Scopes } from '../graphql/context.ts'
import type { Refusal } from './guard.ts'

/** The cookie that a browser keeps after `/?token=…`. */
export const TOKEN_COOKIE = 'buildspy_token'

const SCOPES: readonly Scope[] = ['ingest', 'read', 'admin']

/** The daemon's tokens and what each allows. */
export interface Tokens {
  scopesOf(request: IncomingMessage): Scopes | Refusal
}

/**
 * Reads `--token` values: `SECRET`, which allows everything, or `ingest:SECRET`, `read:SECRET`, `admin:SECRET` (which
 * includes the others). Secrets are compared as digests in constant time.
 */
export function createTokens(values: readonly string[]): Tokens {
  const tokens = values.map((value) => {
    const [, scope, secret] = /^(?:(ingest|read|admin):)?(.+)$/s.exec(value)!
    const scopes = !scope || scope === 'admin' ? SCOPES : [scope as Scope]
    return { digest: digestOf(secret!), scopes: new Set(scopes) }
  })
  const check = (token: string) => {
    const digest = digestOf(token)
    let found: Scopes | undefined
    for (const each of tokens) if (timingSafeEqual(each.digest, digest)) found = each.scopes
    return found
  }
  return {
    scopesOf(request) {
      const token = tokenOf(request)
      if (token === undefined)
        return {
          status: 401,
          error: 'A token is needed: send "Authorization: Bearer TOKEN", or open /?token=TOKEN',
        }
      return check(token) ?? { status: 401, error: 'This token is not known here' }
    },
  }
}

/** Reads a token from a file, made with a new one and mode 0600 if it is not there. @throws Misconfigured */
export function readTokenFile(file: string): string {
  try {
    try {
      const descriptor = openSync(file, 'wx', 0o600)
      writeSync(descriptor, `${randomBytes(24).toString('base64url')}\n`)
      closeSync(descriptor)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const token = readFileSync(file, 'utf8').trim()
    if (token) return token
  } catch (cause) {
    throw new Misconfigured(`The token file ${file} cannot be used: ${(cause as Error).message}`, { cause })
  }
  throw new Misconfigured(`The token file ${file} is empty. Remove it, and one with a new token is made.`)
}

function tokenOf({ headers, url }: IncomingMessage): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const cookie = new RegExp(`(?:^|; *)${TOKEN_COOKIE}=([^;]+)`).exec(headers.cookie ?? '')?.[1]
  return (cookie && decode(cookie)) ?? tokenInUrl(url!)
}

/** The token of `/?token=…`. Not by `URL`, which throws for what a request line may well hold: `//`. */
export function tokenInUrl(url: string): string | undefined {
  const start = url.indexOf('?')
  return start < 0 ? undefined : (new URLSearchParams(url.slice(start)).get('token') ?? undefined)
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()
