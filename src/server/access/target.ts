/** The target of a request line. */
export interface Target {
  /** As it was sent, without decoding. */
  readonly path: string
  /** The query string with its question mark; empty if there is none. */
  readonly search: string
  /** The host in an absolute target. */
  readonly authority?: string
}

/**
 * Reads a request target. Authorization and routing both use its result, so they see the same path. It neither decodes nor
 * normalizes the path, because none of our paths needs that. (RFC 9112 3.2)
 * @returns undefined if the target is neither a path nor an absolute HTTP URL
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
