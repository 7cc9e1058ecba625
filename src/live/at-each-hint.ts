import { Unavailable } from '../errors.ts'

/**
 * Reads again at each hint, until a reading returns true, because nothing more will come. If the database is away, the reading
 * is abandoned and the next one reads the same rows, so a reading must keep its progress outside.
 */
export async function* atEachHint<T>(
  hints: AsyncIterable<number>,
  read: (hintedAt: number) => AsyncGenerator<T, boolean | void>,
): AsyncGenerator<T> {
  for await (const hintedAt of hints) {
    try {
      if (yield* read(hintedAt)) return
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
    }
  }
}
