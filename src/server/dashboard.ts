import { fileURLToPath } from 'node:url'
import express, { type Express } from 'express'

/** Where `npm run build` puts the dashboard, seen from `dist/lib/` and from `src/server/` alike. */
const CLIENT = fileURLToPath(new URL('../../dist/client/', import.meta.url))

/** Serves the dashboard: its files, and its page for every path that it routes itself. */
export function serveDashboard(app: Express): void {
  app.use(express.static(CLIENT, { index: false, redirect: false, setHeaders: cacheHashed }))
  app.get(/^\/(?!(api|ws|assets|graphql)(\/|$))/, (_request, response) => {
    response.sendFile('index.html', { root: CLIENT })
  })
}

/** Built assets carry a hash in their name, so that they never change. */
function cacheHashed(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  if (path.includes('/assets/')) response.setHeader('cache-control', 'public, max-age=31536000, immutable')
}
