/** The token of `?token=…`; undefined if there is none. */
export const tokenIn = (search: string): string | undefined =>
  search ? (new URLSearchParams(search).get('token') ?? undefined) : undefined

/** A query string without its token, and otherwise as it was. */
export function withoutToken(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => part && !new URLSearchParams(part).has('token'))
  return kept.length ? `?${kept.join('&')}` : ''
}

/** The address for a browser after its login: an address of this daemon, or else the front page. */
export const safeLocation = (address: string): string =>
  /^\/(?![/\\])[\x21-\x7e]*$/.test(address) ? address : '/'
