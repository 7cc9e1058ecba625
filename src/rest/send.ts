import { once } from 'node:events'
import type { Response } from 'express'
import { print } from './print.ts'
import type { ListRoute } from './routes.ts'

/** Nodes asked of the graph at a time: large enough to be fast, small enough to keep memory flat. */
const PAGE = 2000

/**
 * Sends a list as it is read, page by page, waiting for a slow reader.
 * @param ask the route's query, with the variables of a page
 * @param limit most items
 * @returns false, having sent nothing, if there is no such list
 */
export async function sendList(
  response: Response,
  { page: pageOf, item = (node: unknown) => node }: ListRoute,
  ask: (page: { first: number; after: string | null }) => Promise<never>,
  limit = Infinity,
): Promise<boolean> {
  let left = limit
  let page = pageOf(await ask({ first: Math.min(left, PAGE), after: null }))
  if (!page) return false
  response.type('application/json')
  let separator = '['
  while (page) {
    const text = page.nodes.map((node) => print(item(node as never))).join(',')
    if (text && !response.write(separator + text))
      await Promise.race([once(response, 'drain'), once(response, 'close')])
    if (text) separator = ','
    left -= page.nodes.length
    if (left <= 0 || !page.pageInfo.hasNextPage || response.destroyed) break
    page = pageOf(await ask({ first: Math.min(left, PAGE), after: page.pageInfo.endCursor }))
  }
  response.end(separator === '[' ? '[]' : ']')
  return true
}
