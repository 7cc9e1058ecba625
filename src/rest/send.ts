import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { ListRoute } from './routes.ts'

/** Nodes asked of the graph at a time: large enough to be fast, small enough to keep memory flat. */
const PAGE = 500

/**
 * Sends a list as it is read, page by page, waiting for a slow reader.
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
  const first = pageOf(await ask({ first: Math.min(limit, PAGE), after: null }))
  if (!first) return false
  const pieces = async function* () {
    let left = limit
    let separator = '['
    for (let page = first; ;) {
      if (page.nodes.length) yield separator + page.nodes.map((node) => text(node as never)).join(',')
      if (page.nodes.length) separator = ','
      left -= page.nodes.length
      if (left <= 0 || !page.pageInfo.hasNextPage) break
      const next = pageOf(await ask({ first: Math.min(left, PAGE), after: page.pageInfo.endCursor }))
      if (!next) break
      page = next
    }
    yield separator === '[' ? '[]' : ']'
  }
  response.type('application/json')
  await pipeline(pieces, response).catch((error: NodeJS.ErrnoException) => {
    // Whoever left does not get the rest, and that is no fault of ours.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
  return true
}
