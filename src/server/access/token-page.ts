import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Refusal } from './client.ts'
import { tokenIn, withoutToken } from './token-in-url.ts'
import type { Answer } from '../answer.ts'
import { headersOf } from '../headers.ts'
import type { Target } from './target.ts'

/** The path that receives the form. */
export const LOGIN_PATH = '/login'

/** The colours are those of the dashboard (client/style.css). */
const STYLE = `:root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif;--bg:#f7f8fa;--surface:#fff;--line:#cdd1da;--text:#16181d;--muted:#646a78;--accent:#4f46e5;--on:#fff;--bad:#c2252b}
@media(prefers-color-scheme:dark){:root{--bg:#0e0f13;--surface:#15171c;--line:#3a404d;--text:#eceef2;--muted:#8f96a5;--accent:#9a94ff;--on:#14132c;--bad:#ff7b78}}
body{margin:18vh auto;max-width:24rem;padding:0 1rem;background:var(--bg);color:var(--text)}
main{border:1px solid var(--line);border-radius:12px;background:var(--surface);padding:1.5rem}
h1{font-size:1.25rem;margin:0 0 1rem}
p{color:var(--muted);margin:.5rem 0 0}
p[role=alert]{color:var(--bad)}
input,button{box-sizing:border-box;font:inherit;width:100%;padding:.5rem .75rem;margin-top:.5rem;border:1px solid var(--line);border-radius:8px;background:var(--surface);color:inherit}
button{margin-top:1rem;border-color:transparent;background:var(--accent);color:var(--on);font-weight:600;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`

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
</form>
<p>The daemon's administrator has it: buildspyd got it by --token, or wrote it to the file of --token-file.</p></main>`

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
