import type { Waits } from '../domain/analysis/recorded.ts'

/** Values printed at a time. */
const MANY = 65_536

/** Prints waits as JSON of `WaitColumns`, in pieces; `null` if nothing measured them. */
export function* waitColumnsText(waits: Waits | null): Generator<string> {
  if (!waits) return yield 'null'
  yield '{"runQueue":['
  yield* numbers(waits.runQueue)
  yield '],"disk":['
  yield* numbers(waits.disk)
  yield ']}'
}

/** NaN is null in JSON: not known. */
function* numbers(values: ArrayLike<number>): Generator<string> {
  for (let from = 0; from < values.length; from += MANY) {
    const some = Array.from({ length: Math.min(MANY, values.length - from) }, (_, i) => values[from + i]!)
    yield `${from ? ',' : ''}${JSON.stringify(some).slice(1, -1)}`
  }
}
