import { Unavailable } from '../errors.ts'

/**
 * Reads again at each hint, until a reading returns true: then there is nothing more to come. A reading that finds the
 * database away is given up; what it missed comes with the next, so it must note its progress outside.
 */
export async function* atEachHint<T>(
  hints: AsyncIterable<void>,
  read: () => AsyncGenerator<T, boolean | void>,
): AsyncGenerator<T> {
  for await (const _ of hints) {
    try {
      if (yield* read()) return
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
    }
  }
}
