import { expect, it } from 'vitest'
import { buffersOf } from './buffers.ts'

it('finds each memory once, however deep', () => {
  const ends = new Float64Array(4)
  const value = { kind: 'run', rows: { ends, again: ends.subarray(2) }, steps: [{ from: 1 }], none: null }
  expect(buffersOf(value)).toEqual([ends.buffer])
})
