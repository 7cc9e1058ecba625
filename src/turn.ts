import { setImmediate } from 'node:timers/promises'

/** The last turn that was given out. */
let last: Promise<void> = Promise.resolve()

/**
 * A turn of the event loop that nobody else was given. Who reads very much takes one for each part of it. Then all
 * such readers together do one part between two looks at the network, however many they are, and however fast their
 * clients take it: a socket that never pushes back would otherwise never let go. There is one event loop, hence one
 * row of turns.
 */
export function turn(): Promise<void> {
  last = last.then(() => setImmediate())
  return last
}
