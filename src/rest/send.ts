import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { turn } from '../turn.ts'
import type { ListRoute } from './routes.ts'

/** Nodes asked of the graph at a time: so many that a page takes about this long, in milliseconds. */
const LEAST = 25
const FIRST = 100
const MOST = 500
const LONG = 15

/**
 * Sends a list as it is read, a page a turn of the event loop, waiting for a slow reader; to HEAD, no more than that
 * there is one.
 * @param ask the route's query, with the variables of a page
 * @param limit most items
 * @returns false, having sent nothing, if there is no such list
 */
export async function sendList(
  response: Response,
  { page: pageOf, text }: ListRoute,
  ask: (page: { first: number; after: string | null }) => Promise<never>,
  limit = Infinity,
): Promise<boolean> {
  const isHead = response.req.method === 'HEAD'
  let size = isHead ? 1 : FIRST
  const read = async (left: number, after: string | null) => {
    await turn()
    const began = performance.now()
    const page = pageOf(await ask({ first: Math.min(left, size), after }))
    if (!page) return undefined
    const nodes = page.nodes.map((node) => text(node as never)).join(',')
    const took = performance.now() - began
    if (took > LONG) size = Math.max(LEAST, size >> 1)
    else if (took < LONG / 2) size = Math.min(MOST, size << 1)
    return { nodes, left: left - page.nodes.length, ...page.pageInfo }
  }
  const first = await read(limit, null)
  if (!first) return false
  const pieces = async function* () {
    let separator = '['
    for (let page: typeof first | undefined = first; page;) {
      if (page.nodes) yield separator + page.nodes
      if (page.nodes) separator = ','
      if (page.left <= 0 || !page.hasNextPage) break
      page = await read(page.left, page.endCursor)
    }
    yield separator === '[' ? '[]' : ']'
  }
  response.type('application/json')
  if (isHead) response.end()
  else
    await pipeline(pieces, response).catch((error: NodeJS.ErrnoException) => {
      // Whoever left does not get the rest, and that is no fault of ours.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  return true
}
