import { existsSync, readdirSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Answer } from './answer.ts'
import type { Endpoint, Exchange } from './endpoint.ts'
import type { Guard } from './access/guard.ts'
import { setHeaders } from './headers.ts'
import { login } from './access/login.ts'
import { PACKAGE_ROOT } from '../package-root.ts'

/** Where `npm run build` puts the dashboard, seen from `dist/lib/` and from `src/server/` alike. */
const CLIENT = fileURLToPath(new URL('dist/client/', PACKAGE_ROOT))

/** The paths that the dashboard routes itself (client/router.ts). */
const PAGES = ['/', '/runs', '/runs/:id', '/runs/:id/:view', '/compare', '/trends']

/** The dashboard: its page, and the files that it loads. */
export const dashboardEndpoints = (guard: Guard): Endpoint[] => [
  ...PAGES.map((path): Endpoint => {
    const serve = (exchange: Exchange) =>
      login(guard, exchange) || sendPage(exchange.request, exchange.response)
    return { method: 'GET', path, access: 'read', html: true, serve: (exchange) => void serve(exchange) }
  }),
  ...['assets/:file', ...filesAbove()].map((name): Endpoint => ({
    method: 'GET',
    path: `/${name}`,
    access: 'read',
    serve: ({ request, response }) => send(request, response),
  })),
]

/** Names of the files beside the page; none if the dashboard is not built. */
function filesAbove(): string[] {
  if (!existsSync(CLIENT)) return []
  const entries = readdirSync(CLIENT, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

/** Sends the dashboard's page. The page itself reports a path that it does not know. */
export function sendPage(request: IncomingMessage, response: Answer): void {
  request.url = '/index.html'
  send(request, response)
}

/** Whether a path may be a page of the dashboard: a plain path that belongs to no API. */
export const isPagePath = (path: string): boolean =>
  /^(\/[\w.~-]+)+\/?$/.test(path) && !/^\/(api|ws|assets|graphql|login)(\/|$)/i.test(path)

const files = express()
  .disable('x-powered-by')
  .disable('etag')
  .use(express.static(CLIENT, { index: false, redirect: false, setHeaders: cacheHashed }))
  .use(({ method, path }, response) => {
    response.status(404).json({ error: `There is no ${method} ${path}` })
  })

/** Built assets have a hash in their name, so they never change. */
function cacheHashed(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  if (path.includes('/assets/')) response.setHeader('cache-control', 'public, max-age=31536000, immutable')
}

function send(request: IncomingMessage, response: Answer): void {
  setHeaders(response)
  files(request, response)
}
