import type { IncomingMessage } from 'node:http'

const NAME = 'buildspy_session'

/** Finds the id of a session in a `Cookie` header. */
export const SESSION_COOKIE = new RegExp(`(?:^|; *)${NAME}=([\\w-]+)`)

/**
 * A cookie that scripts cannot read, that foreign sites cannot send, and that a browser with TLS sends only over TLS. (RFC
 * 6265bis)
 */
export function sessionCookie(
  { headers }: IncomingMessage,
  session: { id: string; seconds: number },
): string {
  const secure = headers['x-forwarded-proto'] === 'https' || headers.origin?.startsWith('https:')
  return `${NAME}=${session.id}; Path=/; Max-Age=${session.seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}
