/** What a request line asks for. */
export interface Target {
  /** As it was sent, without decoding. */
  readonly path: string
  /** The query string with its question mark; empty if there is none. */
  readonly search: string
  /** Of the absolute form: the host that the client means. */
  readonly authority?: string
}

/**
 * Reads a request target. The only place that does: authorization and routing see the same path. The path is not decoded and
 * not normalized, since no path of ours needs it. (RFC 9112 3.2)
 * @returns undefined for a target that is neither a path nor an absolute HTTP URL
 */
export function parseTarget(target: string): Target | undefined {
  if (target.startsWith('/')) return split(target)
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]+)([/?].*)?$/is.exec(target) ?? []
  if (authority === undefined) return undefined
  return { ...split(rest.startsWith('/') ? rest : `/${rest}`), authority }
}

function split(target: string): Target {
  const end = target.indexOf('?')
  return end < 0 ? { path: target, search: '' } : { path: target.slice(0, end), search: target.slice(end) }
}
