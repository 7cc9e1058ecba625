import { InvalidArgumentError } from 'commander'
import { CliFailure, EXIT } from '../failure.ts'

export const DEFAULT_URL = 'http://127.0.0.1:8080'

/**
 * Reads the daemon's address as a user gives it; `localhost:8080` means http.
 * @throws InvalidArgumentError
 * @throws CliFailure for one with a password, which no message may repeat
 */
export function parseUrl(text: string): URL {
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  const address = isWhole ? text : `http://${text}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.username || url?.password)
    throw new CliFailure(
      'the address of the daemon must hold no user or password: give a token with --token or BUILDSPY_TOKEN',
      EXIT.usage,
    )
  // A number alone would be an IPv4 address (https://url.spec.whatwg.org/#concept-ipv4-parser).
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || /^\d+$/.test(text))
    throw new InvalidArgumentError(`It must be like ${DEFAULT_URL}.`)
  return url
}
