import { once } from 'node:events'
import { request as send, type IncomingMessage } from 'node:http'
import { serve } from '../support/remote.ts'

/** Reads answers as fast as they come. */
const api = { read }
export type Reader = typeof api

/** @returns what came: its status, its bytes and milliseconds to the last of them */
async function read({ url, method = 'GET', query }: Wanted) {
  const began = performance.now()
  const request = send(url, {
    method: query ? 'POST' : method,
    headers: query ? { 'content-type': 'application/json' } : {},
  })
  request.end(query && JSON.stringify({ query }))
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let bytes = 0
  for await (const chunk of response) bytes += (chunk as Buffer).length
  return { status: response.statusCode!, bytes, ms: performance.now() - began }
}

interface Wanted {
  readonly url: string
  readonly method?: 'GET' | 'HEAD'
  /** Of the graph; it is posted then. */
  readonly query?: string
}

serve(api)
