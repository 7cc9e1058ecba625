import type { Scope } from '../graphql/scopes.ts'

/**
 * Access to a route: `anyone` with any Host (health checks), `browser` for anyone with the right Host (the login form), `token`
 * for any valid token, and a scope for the tokens that have it.
 */
export type Access = 'anyone' | 'browser' | 'token' | Scope

/**
 * One route of the daemon. Authorization, the response to another method, the label in the metrics and the OpenAPI document
 * follow from the row that a request matches, and from nothing else.
 */
export interface Row {
  /** GET stands for HEAD as well (RFC 9110 9.3.2), and WS for a WebSocket upgrade. */
  readonly method: 'GET' | 'POST' | 'DELETE' | 'WS'
  /** Matched literally and with its case. `:name` stands for one segment of characters that need no encoding (RFC 3986 2.3). */
  readonly path: string
  readonly access: Access
  /** Whether a browser shows the response as a page. A link on another site may lead to such a page. */
  readonly html?: boolean
}

/** The path as OpenAPI and the metrics write it: `/api/runs/{id}`. */
export const templateOf = ({ path }: Row): string => path.replace(/:(\w+)/g, '{$1}')
