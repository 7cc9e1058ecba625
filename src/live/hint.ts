/** What goes over the wire to other daemons: who committed, which runs, and the sender's clock then. */
export interface Hint {
  /** UUID of the sending daemon's start. */
  readonly from: string
  readonly runs: readonly string[]
  /** Milliseconds since 1970; older daemons do not say. */
  readonly at?: number
}

/** Runs in one message, at most; more go in several. */
export const MOST_RUNS = 1000

/** Bytes of one message, at most: what `MOST_RUNS` take, and some air. */
const MOST_BYTES = 64 * 1024

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Prints a hint. */
export const printHint = (hint: Hint): string => JSON.stringify(hint)

/**
 * Reads what came by the channel, on which anybody who reaches Redis may say anything. Whatever it is, this neither
 * throws nor takes long.
 * @returns undefined for what is no hint
 */
export function readHint(message: Buffer): Hint | undefined {
  if (message.length > MOST_BYTES) return undefined
  try {
    const value: unknown = JSON.parse(message.toString('utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    const { from, runs, at } = value as Record<string, unknown>
    if (!isId(from) || !Array.isArray(runs) || runs.length > MOST_RUNS || !runs.every(isId)) return undefined
    if (at === undefined) return { from, runs }
    return Number.isSafeInteger(at) && Number(at) >= 0 ? { from, runs, at: Number(at) } : undefined
  } catch {
    return undefined
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)
