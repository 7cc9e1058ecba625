import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NO_EXIT_CODE } from '../processes.ts'
import { decodeColumns } from './decode-columns.ts'
import { encodeColumns, type EncodableColumns } from './encode-columns.ts'
import type { PackedStrings } from './strings.ts'

const microseconds = fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map((us) => us / 1000 || 0)
/** As times of damaged clocks may be. */
const anyTime = fc.oneof(
  { weight: 20, arbitrary: microseconds },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const int32 = fc.oneof(fc.nat(40_000), fc.integer())
const bytes = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constant(2 ** 64 - 2048))

const process = fc.record({
  pid: int32,
  ppid: int32,
  isOrphan: fc.boolean(),
  above: fc.nat(),
  start: anyTime,
  end: fc.oneof(anyTime, fc.constant(Infinity)),
  name: fc.nat(),
  commandLine: fc.nat(),
  workingDir: fc.nat(),
  signal: fc.nat(),
  status: fc.constantFrom(0, 1, 2),
  exitCode: fc.oneof(fc.constant(0), fc.constant(NO_EXIT_CODE), fc.integer()),
  cpuTime: fc.oneof(
    fc.nat(10_000_000).map((us) => us / 1000),
    fc.constant(NaN),
  ),
  peakMemory: bytes,
})

const columns = fc
  .record({
    rows: fc.array(process, { maxLength: 60 }),
    strings: fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 30 }),
    seq: fc.nat(),
    origin: fc.double({ noNaN: true, noDefaultInfinity: true }),
  })
  .map(({ rows, strings, seq, origin }): EncodableColumns => {
    const count = rows.length
    const parent = Int32Array.from(rows, ({ isOrphan, above }, row) =>
      isOrphan || above % count === row ? -1 : above % count,
    )
    const index = (column: 'name' | 'commandLine' | 'workingDir' | 'signal') =>
      Uint32Array.from(rows, (row) => row[column] % strings.length)
    const pid = Int32Array.from(rows, (row) => row.pid)
    return {
      seq,
      origin: origin || 0,
      strings,
      count,
      pid,
      parent,
      ppid: Int32Array.from(rows, (row, at) => (parent[at]! < 0 ? row.ppid : pid[parent[at]!]!)),
      start: Float64Array.from(rows, (row) => row.start || 0),
      end: Float64Array.from(rows, (row) => row.end || 0),
      name: index('name'),
      commandLine: index('commandLine'),
      workingDir: index('workingDir'),
      signal: index('signal'),
      status: Uint8Array.from(rows, (row) => row.status),
      exitCode: Int32Array.from(rows, (row) => row.exitCode),
      cpuTime: Float64Array.from(rows, (row) => row.cpuTime),
      peakMemory: Float64Array.from(rows, (row) => row.peakMemory),
    }
  })

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const unpacked = ({ bytes, ends }: PackedStrings): string[] =>
  Array.from(ends, (end, at) => decoder.decode(bytes.subarray(ends[at - 1] ?? 0, end)))

it('gives back what was encoded, whatever the rows are', () => {
  fc.assert(
    fc.property(columns, (encoded) => {
      const decoded = decodeColumns(encodeColumns(encoded))
      expect({ ...decoded, strings: unpacked(decoded.strings) }).toEqual(encoded)
    }),
  )
})

it('refuses bytes that are cut off, and bytes of something else', () => {
  fc.assert(
    fc.property(columns, fc.nat(), (encoded, cut) => {
      const bytes = encodeColumns(encoded)
      expect(() => decodeColumns(bytes.subarray(0, cut % bytes.length))).toThrow(RangeError)
    }),
  )
  expect(() => decodeColumns(new TextEncoder().encode('{"error":"no"}'))).toThrow(RangeError)
})

it('skips a section of a later version', () => {
  const none = new Int32Array()
  const doubles = new Float64Array()
  const numbers = new Uint32Array()
  const bytes = encodeColumns({
    seq: 3,
    origin: 5,
    strings: [''],
    count: 0,
    pid: none,
    parent: none,
    ppid: none,
    start: doubles,
    end: doubles,
    name: numbers,
    commandLine: numbers,
    workingDir: numbers,
    signal: numbers,
    status: new Uint8Array(),
    exitCode: none,
    cpuTime: doubles,
    peakMemory: doubles,
  })
  expect(decodeColumns(Uint8Array.from([...bytes, 200, 2, 1, 1]))).toMatchObject({
    seq: 3,
    origin: 5,
    count: 0,
  })
})
