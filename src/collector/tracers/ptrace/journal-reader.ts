import { toTime, type Clock } from '../../clock.ts'
import { signalName } from '../../signals.ts'
import { processName } from '../process-name.ts'
import type { TracerEvent } from '../tracer.ts'
import { HEADER_BYTES, RECORD, RECORD_HEADER_BYTES, SEALED, WRITTEN } from './journal-format.ts'

/** Reads the journal of the tracing thread, chunk by chunk. */
export class JournalReader {
  private readonly clock: Clock
  private readonly chunks: SharedArrayBuffer[] = []
  private offset = HEADER_BYTES
  private isDraining = false

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Takes the next chunk; chunks come in order. */
  add(chunk: SharedArrayBuffer): void {
    this.chunks.push(chunk)
  }

  /** Hands over what was written since the last call. Whoever hears of it may call again, to no effect. */
  drain(report: (event: TracerEvent) => void): void {
    if (this.isDraining) return
    this.isDraining = true
    try {
      this.readChunks(report)
    } finally {
      this.isDraining = false
    }
  }

  private readChunks(report: (event: TracerEvent) => void): void {
    for (let chunk = this.chunks[0]; chunk; chunk = this.chunks[0]) {
      const header = new Int32Array(chunk, 0, 2)
      const sealed = Atomics.load(header, SEALED) === 1
      const end = Atomics.load(header, WRITTEN)
      const bytes = Buffer.from(chunk)
      while (this.offset < end) report(this.read(bytes))
      if (!sealed || this.chunks.length === 1) return
      this.chunks.shift()
      this.offset = HEADER_BYTES
    }
  }

  private read(bytes: Buffer): TracerEvent {
    const at = this.offset
    const kind = bytes.readUInt8(at)
    const pid = bytes.readInt32LE(at + 1)
    const time = toTime(this.clock, bytes.readDoubleLE(at + 5))
    this.offset += RECORD_HEADER_BYTES
    if (kind === RECORD.start) return { type: 'start', pid, time, ppid: this.int32(bytes) }
    if (kind === RECORD.exit) return { type: 'exit', pid, time, ...this.exit(bytes) }
    const cut = bytes.readUInt8(this.offset++) === 1
    const path = this.text(bytes)
    const workingDir = this.text(bytes)
    const argv = splitArguments(this.text(bytes))
    const name = processName(argv, path)
    return { type: 'image', pid, time, image: { name, argv, cut, workingDir } }
  }

  private exit(bytes: Buffer) {
    const status = this.int32(bytes)
    const number = status & 0x7f
    return {
      exitCode: number === 0 ? (status >> 8) & 0xff : null,
      signal: number === 0 ? null : signalName(number),
      userTime: this.measure(bytes),
      systemTime: this.measure(bytes),
      peakMemory: this.measure(bytes),
    }
  }

  private int32(bytes: Buffer): number {
    this.offset += 4
    return bytes.readInt32LE(this.offset - 4)
  }

  private measure(bytes: Buffer): number | null {
    this.offset += 8
    const value = bytes.readDoubleLE(this.offset - 8)
    return value < 0 ? null : value
  }

  private text(bytes: Buffer): string {
    const length = this.int32(bytes)
    this.offset += length
    return bytes.toString('utf8', this.offset - length, this.offset)
  }
}

/** Arguments end with a NUL each; the last one lacks it where the read was cut. */
export function splitArguments(text: string): string[] {
  if (text === '') return []
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0')
}
