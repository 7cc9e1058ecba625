import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'

/**
 * The content security policy of a page: it loads from the daemon alone, runs no inline script, and appears in no frame
 * (https://www.w3.org/TR/CSP3/). Inline style is allowed, because Vue and the charts set positions by it.
 */
const policy = (script: string): string =>
  [
    "default-src 'self'",
    `script-src ${script}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

const OWN_SCRIPTS = policy("'self'")

/** The policy of a page with known inline scripts. The page runs these, identified by their digest, and no others. */
export function policyFor(html: string): string {
  const digests = [...html.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )
  return policy(["'self'", ...digests].join(' '))
}

/** The headers of every response. */
export const headersOf = ({ id }: Answer) => ({
  'x-request-id': id,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
})

/** Sets the headers of every response on one that other code writes, and that may be a page. */
export function setHeaders(answer: Answer): void {
  for (const [name, value] of Object.entries(headersOf(answer))) answer.setHeader(name, value)
  answer.setHeader('content-security-policy', OWN_SCRIPTS)
}

/** Whether a browser wants to show the response as a page. */
export const wantsHtml = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.accept?.includes('text/html') === true
