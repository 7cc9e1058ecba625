import { setTimeout } from 'node:timers/promises'

/**
 * Shares a reading among all who ask for it: each gets one that begins after he asked. The next begins no sooner than
 * `pause` milliseconds after the last one, so that any number of watchers costs what one does.
 */
export function paced<T>(read: () => Promise<T>, pause: number): () => Promise<T> {
  let began = -Infinity
  let next: Promise<T> | undefined
  const begin = async (): Promise<T> => {
    // At least a turn of the event loop: all who were told of the same change ask in this one.
    await setTimeout(Math.max(0, began + pause - performance.now()))
    began = performance.now()
    next = undefined
    return read()
  }
  return () => (next ??= begin())
}
