import { toTime, type Clock } from '../../clock.ts'
import { signalName } from '../../signals.ts'
import { processName } from '../process-name.ts'
import { MEASURES, NOT_MEASURED } from '../measures.ts'
import type { Pipes, TracerEvent } from '../tracer.ts'
import { ChunkReader } from '../chunks/chunk-reader.ts'
import { RECORD, RECORD_HEADER_BYTES, UNKNOWN } from './journal-format.ts'

/** Reads the journal of the tracing thread, chunk by chunk. */
export class JournalReader extends ChunkReader<TracerEvent> {
  private readonly clock: Clock

  constructor(clock: Clock) {
    super()
    this.clock = clock
  }

  protected override read(bytes: Buffer): TracerEvent {
    const at = this.offset
    const kind = bytes.readUInt8(at)
    const pid = bytes.readInt32LE(at + 1)
    const time = toTime(this.clock, bytes.readDoubleLE(at + 5))
    this.offset += RECORD_HEADER_BYTES
    if (kind === RECORD.start) return { type: 'start', pid, time, ppid: this.int32(bytes) }
    if (kind === RECORD.exit) return { type: 'exit', pid, time, ...this.exit(bytes) }
    const cut = bytes.readUInt8(this.offset++) === 1
    const pipes: Pipes = [this.float64(bytes), this.float64(bytes), this.float64(bytes)]
    const executed = this.raw(bytes)
    const path = executed.toString()
    const directory = this.raw(bytes)
    const workingDir = directory.toString()
    const argv = splitArguments(this.text(bytes))
    const name = processName(argv, path)
    return {
      type: 'image',
      pid,
      time,
      image: { name, argv, cut, workingDir, pipes, file: fileOf(executed, directory) },
    }
  }

  private exit(bytes: Buffer) {
    const status = this.int32(bytes)
    const number = status & 0x7f
    const exit = {
      exitCode: number === 0 ? (status >> 8) & 0xff : null,
      signal: number === 0 ? null : signalName(number),
      ...NOT_MEASURED,
    }
    for (const measure of MEASURES) exit[measure] = this.measure(bytes)
    return exit
  }

  private int32(bytes: Buffer): number {
    this.offset += 4
    return bytes.readInt32LE(this.offset - 4)
  }

  private measure(bytes: Buffer): number | null {
    const value = this.float64(bytes)
    return value === UNKNOWN ? null : value
  }

  private float64(bytes: Buffer): number {
    this.offset += 8
    return bytes.readDoubleLE(this.offset - 8)
  }

  private text(bytes: Buffer): string {
    return this.raw(bytes).toString()
  }

  private raw(bytes: Buffer): Buffer {
    const length = this.int32(bytes)
    this.offset += length
    return bytes.subarray(this.offset - length, this.offset)
  }
}

/** Without a slash it is the kernel's short name of the program, and `/dev/fd/3` is what fexecve(3) executed. */
function fileOf(path: Buffer, workingDir: Buffer): string | undefined {
  if (!path.includes('/') || path.includes('/dev/fd/')) return undefined
  const file = path.toString('latin1')
  return file.startsWith('/') ? file : `${workingDir.toString('latin1')}/${file}`
}

/** Arguments end with a NUL each; the last one lacks it where the read was cut. */
export function splitArguments(text: string): string[] {
  if (text === '') return []
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0')
}
