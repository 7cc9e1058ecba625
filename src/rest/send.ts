import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { turn } from '../turn.ts'
import type { List } from './define-route.ts'

/** Nodes asked of the graph at a time: so many that a page takes about this long, in milliseconds. */
const LEAST = 25
const FIRST = 100
const MOST = 500
const LONG = 15

/**
 * Sends a list while reading it, one page in each turn of the event loop, as fast as the client receives it. For HEAD it only
 * checks that the list exists.
 * @returns false, having sent nothing, if the list does not exist
 */
export async function sendList(response: Response, { read, limit }: List): Promise<boolean> {
  const isHead = response.req.method === 'HEAD'
  let size = isHead ? 1 : FIRST
  const next = async (left: number, after: string | null) => {
    await turn()
    const began = performance.now()
    const page = await read({ first: Math.min(left, size), after })
    if (!page) return undefined
    const took = performance.now() - began
    if (took > LONG) size = Math.max(LEAST, size >> 1)
    else if (took < LONG / 2) size = Math.min(MOST, size << 1)
    return { ...page, left: left - page.count }
  }
  const first = await next(limit, null)
  if (!first) return false
  const pieces = async function* () {
    let separator = '['
    for (let page: typeof first | undefined = first; page;) {
      if (page.text) yield separator + page.text
      if (page.text) separator = ','
      if (page.left <= 0 || !page.hasNextPage) break
      page = await next(page.left, page.endCursor)
    }
    yield separator === '[' ? '[]' : ']'
  }
  response.type('application/json')
  if (isHead) response.end()
  else
    await pipeline(pieces, response).catch((error: NodeJS.ErrnoException) => {
      // A client that disconnected is no error of ours.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  return true
}
