import { NO_EXIT_CODE, type DecodedColumns } from '../processes.ts'
import { ByteReader } from './bytes.ts'
import { Optional, Plain, Reference, Step } from './codings.ts'
import { MAGIC, readColumn, SECTION } from './sections.ts'
import { readStrings, type PackedStrings } from './strings.ts'

/** Decoded columns with their strings packed. */
export type PackedColumns = Omit<DecodedColumns, 'strings'> & { readonly strings: PackedStrings }

/**
 * Decodes what `encodeColumns` wrote. The strings are a view of the bytes. O(n).
 * @throws RangeError if the bytes are no columns, or not all of them
 */
export function decodeColumns(bytes: Uint8Array<ArrayBuffer>): PackedColumns {
  const sections = sectionsOf(bytes)
  const of = (number: number): ByteReader => {
    const content = sections.get(number)
    if (!content) throw new RangeError(`The columns lack section ${number}`)
    return content
  }
  const head = of(SECTION.HEAD)
  const count = head.varint()
  const seq = head.varint()
  const origin = head.double()
  const integers = () => new Int32Array(count)
  const numbers = () => new Uint32Array(count)
  const doubles = () => new Float64Array(count)
  const pid = readColumn(of(SECTION.PID), integers(), new Step())
  const parent = readColumn(of(SECTION.PARENT), integers(), new Plain(), (back, row) =>
    back === 0 ? -1 : row - back,
  )
  const start = readColumn(of(SECTION.START), doubles(), new Step(), (us) => us / 1000)
  return {
    seq,
    origin,
    count,
    pid,
    parent,
    ppid: parentPids(pid, parent, of(SECTION.ORPHAN_PPID)),
    start,
    end: readColumn(
      of(SECTION.END),
      doubles(),
      new Optional(Infinity),
      (span, row) => (Math.round(start[row]! * 1000) + span) / 1000,
    ),
    name: readColumn(of(SECTION.NAME), numbers(), new Reference()),
    commandLine: readColumn(of(SECTION.COMMAND_LINE), numbers(), new Reference()),
    workingDir: readColumn(of(SECTION.WORKING_DIR), numbers(), new Reference()),
    signal: readColumn(of(SECTION.SIGNAL), numbers(), new Reference()),
    status: readColumn(of(SECTION.STATUS), new Uint8Array(count), new Plain()),
    exitCode: readColumn(of(SECTION.EXIT_CODE), integers(), new Optional(NO_EXIT_CODE)),
    cpuTime: readColumn(of(SECTION.CPU_TIME), doubles(), new Optional(NaN), (us) => us / 1000),
    peakMemory: readColumn(of(SECTION.PEAK_MEMORY), doubles(), new Plain()),
    strings: readStrings(of(SECTION.STRINGS)),
  }
}

function sectionsOf(bytes: Uint8Array<ArrayBuffer>): Map<number, ByteReader> {
  const all = new ByteReader(bytes)
  for (const byte of MAGIC)
    if (all.byte() !== byte) throw new RangeError('These are no columns of a known version')
  const sections = new Map<number, ByteReader>()
  while (!all.isAtEnd) {
    const number = all.byte()
    sections.set(number, new ByteReader(all.bytes(all.varint())))
  }
  return sections
}

function parentPids(pid: Int32Array, parent: Int32Array, orphans: ByteReader): Int32Array<ArrayBuffer> {
  let count = 0
  for (let row = 0; row < parent.length; row++) if (parent[row]! < 0) count++
  const orphanPpid = readColumn(orphans, new Int32Array(count), new Step())
  const ppid = new Int32Array(pid.length)
  let orphan = 0
  for (let row = 0; row < ppid.length; row++)
    ppid[row] = parent[row]! < 0 ? orphanPpid[orphan++]! : pid[parent[row]!]!
  return ppid
}
