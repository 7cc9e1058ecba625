import { InvalidArgumentError } from 'commander'

export const DEFAULT_URL = 'http://127.0.0.1:8080'

/** Reads the daemon's address as a user gives it; `localhost:8080` means http. @throws InvalidArgumentError */
export function parseUrl(text: string): URL {
  const address = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(address)) throw new InvalidArgumentError(`It must be like ${DEFAULT_URL}.`)
  return new URL(address)
}
