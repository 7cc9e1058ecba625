import { setImmediate } from 'node:timers/promises'

/** The last turn that was assigned. */
let last: Promise<void> = Promise.resolve()

/**
 * A turn of the event loop of the caller's own. A reader of very much data takes one for each part. Then all such readers
 * together process one part between two looks at the network, however many they are and however fast their clients are.
 * Otherwise a socket that never pushes back would never let others in. There is one event loop, and so one queue of turns.
 */
export function turn(): Promise<void> {
  last = last.then(() => setImmediate())
  return last
}
