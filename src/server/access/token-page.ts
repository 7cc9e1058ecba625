import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Refusal } from './client.ts'
import { tokenIn, withoutToken } from './token-in-url.ts'
import type { Answer } from '../answer.ts'
import { headersOf } from '../headers.ts'
import type { Target } from './target.ts'

/** The path that receives the form. */
export const LOGIN_PATH = '/login'

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:20vh auto;max-width:26rem;padding:0 1rem}
input,button{box-sizing:border-box;font:inherit;width:100%;padding:.5rem;margin-top:.5rem}`

/** A page without scripts, whose form can only go to the daemon (https://www.w3.org/TR/CSP3/). */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/**
 * Sends a page that asks for a token and then returns to the requested address. A browser that comes from another site sends no
 * cookie of ours (SameSite=Strict), so the page first makes it send the request again.
 */
export function sendTokenPage(
  request: IncomingMessage,
  response: Answer,
  { target, refusal, headers }: { target: Target; refusal: Refusal; headers: Record<string, string> },
): void {
  const guessed = tokenIn(target.search) !== undefined || request.method === 'POST'
  const comesFromElsewhere = ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site']))
  const html =
    comesFromElsewhere && !guessed
      ? page('<meta http-equiv="refresh" content="0">', '')
      : page('', formFor(target, guessed || refusal.status === 403 ? refusal.error : ''))
  response.writeHead(refusal.status, {
    ...headersOf(response),
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    // Without a referrer a browser sends the form with the Origin "null", which no page of ours has.
    'referrer-policy': 'same-origin',
    ...headers,
  })
  response.end(html)
}

const page = (head: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>BuildSpy</title>${head}<style>${STYLE}</style></head>
<body>${body}</body>
</html>
`

const formFor = ({ path, search }: Target, problem: string): string => `<main><h1>BuildSpy</h1>
<form method="post" action="${LOGIN_PATH}">
<label>This daemon needs a token.<input type="password" name="token" required autofocus autocomplete="current-password"></label>
<input type="hidden" name="to" value="${escape(path + withoutToken(search))}">
${problem && `<p role="alert">${escape(problem)}.</p>`}
<button>Open</button>
</form></main>`

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
