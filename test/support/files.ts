import fc from 'fast-check'
import type { FilesInput } from '../../src/wire/schema.ts'

/** A `files` line as a client sends it. */
export const aFiles = (runId: string, fields: Partial<FilesInput> = {}) => ({
  type: 'files' as const,
  data: { build_run_id: runId, part: 0, first: 0, names: [], processes: [], ...fields },
})

/** Uses of files by their ids, with the flags of each, as pairs of a difference and flags. */
export function accessesOf(uses: Readonly<Record<number, number>>): number[] {
  let before = 0
  return Object.entries(uses).flatMap(([id, flags]) => {
    const delta = Number(id) - before
    before = Number(id)
    return [delta, flags]
  })
}

const name = fc
  .oneof(fc.webPath(), fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom('\\x1b\\\\', '"\u2028'))
  .map((text) => `/${text.toWellFormed().replaceAll('\0', '')}`)

const process = fc.record({
  pid: fc.constantFrom(1, 7, -1, 2147483647),
  start_time: fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '2026-01-02T03:04:05.123456789+02:00',
    '2026-01-02T03:04:05Z',
  ),
  failed: fc.nat(),
  accesses: fc
    .array(fc.tuple(fc.nat({ max: 1e6 }), fc.integer({ min: 1, max: 127 })), { maxLength: 20 })
    .map((pairs) => pairs.flat()),
})

/** Any `files` line of a run that is right. */
export const anyFiles = (runId: string) =>
  fc
    .record({
      part: fc.nat({ max: 2147483647 }),
      first: fc.nat({ max: 2 ** 30 }),
      names: fc.array(name, { maxLength: 20 }),
      processes: fc.array(process, { maxLength: 4 }),
    })
    .map((fields) => aFiles(runId, fields))
