import { isIPv6 } from 'node:net'

/** Wrong tokens that an address may send at once. */
const BURST = 10

/** An address may send one more wrong token after so long, in milliseconds. */
const REFILL = 2000

/** Addresses remembered, at most. The one that has been quiet for longest is dropped. */
const MOST = 10_000

interface Record {
  /** Wrong tokens left at `at`; a fraction of one too. */
  left: number
  /** Milliseconds since 1970. */
  at: number
}

/**
 * Counts wrong tokens by address, so that guessing is slow. A right token never waits, even beside wrong ones, because users
 * behind a proxy share an address.
 */
export class Guesses {
  readonly #records = new Map<string, Record>()

  /**
   * Counts a wrong token.
   * @returns how long to wait before the next, in seconds; 0 if the address has not been wrong too often
   */
  count(address: string, now: number): number {
    const key = networkOf(address)
    const known = this.#records.get(key) ?? { left: BURST, at: now }
    const left = Math.min(BURST, known.left + Math.max(0, now - known.at) / REFILL)
    this.#records.delete(key)
    this.#records.set(key, { left: left >= 1 ? left - 1 : left, at: now })
    for (const oldest of this.#records.keys()) {
      if (this.#records.size <= MOST) break
      this.#records.delete(oldest)
    }
    return left >= 1 ? 0 : Math.ceil(((1 - left) * REFILL) / 1000)
  }
}

/** An IPv6 user has a network of 64 bits to choose addresses from (RFC 6177). */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean).length ?? 0
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after)
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...(tail?.split(':').filter(Boolean) ?? [])]
  return all.slice(0, 4).join(':')
}
