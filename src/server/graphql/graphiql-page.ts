import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Plugin, YogaServerOptions } from 'graphql-yoga'
import { trustedTabs } from './trusted/trusted-tabs.ts'
import { policyFor } from '../headers.ts'

const compress = promisify(gzip)

type Render = NonNullable<YogaServerOptions<object, object>['renderGraphiQL']>

/** Gzip is named, and not with the weight 0. (RFC 9110 12.5.3) */
const TAKES_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

/**
 * The page of GraphiQL. Its module is larger than the rest of the daemon, so it is loaded, and the page compressed, at
 * the first request: 9 MB become 2.4.
 */
export function graphiqlPage() {
  let page: string | undefined
  let policy = ''
  let compressed: Promise<Uint8Array<ArrayBuffer>> | undefined

  const render: Render = async (options) => {
    if (page !== undefined) return page
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
    const tabs = [...(options?.defaultTabs ?? []), ...(await trustedTabs())]
    return (page = renderGraphiQL({ ...options, defaultTabs: tabs }))
  }

  // A copy, since a buffer of Node may share its memory.
  const compressedPage = (html: string) =>
    (compressed ??= compress(html).then((body) => new Uint8Array(body)))

  const plugin: Plugin = {
    onResponse({ request, response, setResponse, fetchAPI }) {
      if (!page || !response.headers.get('content-type')?.startsWith('text/html')) return undefined
      const { status, headers } = response
      headers.set('content-security-policy', (policy ||= policyFor(page)))
      headers.set('vary', 'accept, accept-encoding')
      if (!TAKES_GZIP.test(request.headers.get('accept-encoding') ?? '')) return undefined
      headers.delete('content-length')
      headers.set('content-encoding', 'gzip')
      return compressedPage(page).then((body) =>
        setResponse(new fetchAPI.Response(body, { status, headers })),
      )
    },
  }
  return { render, plugin }
}
