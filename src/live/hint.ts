/** The message to the other daemons: the sender, the runs that changed, and the sender's clock. */
export interface Hint {
  /** UUID that the sending daemon made at its start. */
  readonly from: string
  readonly runs: readonly string[]
  /** Milliseconds since 1970; absent from older daemons. */
  readonly at?: number
}

/** Runs in one message, at most. More runs take several messages. */
export const MOST_RUNS = 1000

/** Bytes of one message, at most: those of `MOST_RUNS`, and some more. */
const MOST_BYTES = 64 * 1024

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Prints a hint. */
export const printHint = (hint: Hint): string => JSON.stringify(hint)

/**
 * Reads a message of the channel. Anybody who reaches Redis can send on it, so this neither throws nor takes long, whatever the
 * message holds.
 * @returns undefined if it is not a hint
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
