import { NO_EXIT_CODE } from '../processes.ts'
import { ByteWriter } from './bytes.ts'
import { Optional, Plain, Reference, Step, type Coding } from './codings.ts'
import { isCodable, MAGIC, SECTION, writeCoded, writeRaw, type SectionNumber } from './sections.ts'
import { writeStrings } from './strings.ts'

/** The columns to encode: those of `TimelineColumns` as typed arrays. */
export interface EncodableColumns {
  readonly seq: number
  readonly origin: number
  readonly strings: readonly string[]
  readonly count: number
  readonly pid: Int32Array
  readonly parent: Int32Array
  readonly ppid: Int32Array
  readonly start: Float64Array
  readonly end: Float64Array
  readonly name: Uint32Array
  readonly commandLine: Uint32Array
  readonly workingDir: Uint32Array
  readonly signal: Uint32Array
  readonly status: Uint8Array
  readonly exitCode: Int32Array
  readonly cpuTime: Float64Array
  readonly peakMemory: Float64Array
}

/**
 * Encodes columns in bytes, which compress to a tenth of their JSON. `decodeColumns` gives the same columns back. PROTOCOL.md
 * describes the format. O(n).
 */
export function encodeColumns(columns: EncodableColumns): Uint8Array<ArrayBuffer> {
  const { count, seq, origin, strings, parent, ppid, start, end } = columns
  const out = new ByteWriter(32 * count + 1024)
  const content = new ByteWriter(8 * count + 1024)
  const section = (number: SectionNumber, write: (content: ByteWriter) => void) => {
    content.clear()
    write(content)
    out.byte(number)
    out.varint(content.length)
    out.bytes(content.view())
  }
  const column = (
    number: SectionNumber,
    values: ArrayLike<number>,
    coding: Coding,
    { unknown, raw = values }: { unknown?: number; raw?: ArrayLike<number> } = {},
  ) =>
    section(number, (content) =>
      isCodable(values, unknown) ? writeCoded(content, values, coding) : writeRaw(content, raw),
    )

  out.bytes(Uint8Array.from(MAGIC))
  section(SECTION.HEAD, (content) => {
    content.varint(count)
    content.varint(seq)
    content.double(origin)
  })
  column(SECTION.PID, columns.pid, new Step())
  column(
    SECTION.PARENT,
    parent.map((above, row) => (above < 0 ? 0 : row - above)),
    new Plain(),
  )
  column(
    SECTION.ORPHAN_PPID,
    ppid.filter((_, row) => parent[row]! < 0),
    new Step(),
  )
  const began = start.map(microseconds)
  column(SECTION.START, began, new Step(), { raw: start })
  // An end counts from its start, so it needs one that is exact.
  const spans = isCodable(began) ? end.map((moment, row) => microseconds(moment) - began[row]!) : INEXACT
  column(SECTION.END, spans, new Optional(Infinity), { unknown: Infinity, raw: end })
  column(SECTION.NAME, columns.name, new Reference())
  column(SECTION.COMMAND_LINE, columns.commandLine, new Reference())
  column(SECTION.WORKING_DIR, columns.workingDir, new Reference())
  column(SECTION.SIGNAL, columns.signal, new Reference())
  column(SECTION.STATUS, columns.status, new Plain())
  column(SECTION.EXIT_CODE, columns.exitCode, new Optional(NO_EXIT_CODE))
  column(SECTION.CPU_TIME, columns.cpuTime.map(microseconds), new Optional(NaN), {
    unknown: NaN,
    raw: columns.cpuTime,
  })
  column(SECTION.PEAK_MEMORY, columns.peakMemory, new Plain())
  section(SECTION.STRINGS, (content) => writeStrings(content, strings))
  return out.view()
}

/** Stands for a time that whole microseconds do not give back. */
const HALF = 0.5
const INEXACT = [HALF]

/** Milliseconds as whole microseconds; NaN or Infinity as they are. */
function microseconds(ms: number): number {
  const whole = Math.round(ms * 1000)
  return whole / 1000 === ms || !Number.isFinite(ms) ? whole : HALF
}
