import { setTimeout } from 'node:timers/promises'

/**
 * Shares a reading among its callers. Each caller gets a reading that begins after the call. A reading begins at least `pause`
 * milliseconds after the one before, so that many callers cost as much as one.
 */
export function paced<T>(read: () => Promise<T>, pause: number): () => Promise<T> {
  let began = -Infinity
  let next: Promise<T> | undefined
  const begin = async (): Promise<T> => {
    // At least one turn of the event loop, because all subscribers that woke by the same change call in this turn.
    await setTimeout(Math.max(0, began + pause - performance.now()))
    began = performance.now()
    next = undefined
    return read()
  }
  return () => (next ??= begin())
}
