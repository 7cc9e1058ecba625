import { ChunkWriter } from '../chunks/chunk-writer.ts'
import { MEASURES, type Measures } from '../measures.ts'
import type { Pipes } from '../tracer.ts'
import { RECORD, RECORD_HEADER_BYTES, UNKNOWN } from './journal-format.ts'
import type { ExecArguments } from './stack.ts'

/** What is read of a process at an exec, as bytes. */
export interface RawImage {
  /** The path that was executed, or the kernel's short name of the program. */
  readonly path: Buffer
  readonly workingDir: Buffer
  /** Arguments, each ended by a NUL. */
  readonly argv: Buffer
  readonly cut: boolean
  readonly pipes: Pipes
  /** It is to run with more privilege than who started it. Not for the journal. */
  readonly secure: boolean
  /** Variables, each ended by a NUL; empty if they were not read. Not for the journal. */
  readonly environment: Buffer
  /** Where the process has these, if they were found on its stack. */
  readonly exec?: ExecArguments
}

/** How a process ended. */
export interface RawExit {
  /** The status word of wait(2). */
  readonly status: number
  readonly measures: Measures
}

/** Writes the journal of the tracing thread. */
export class JournalWriter extends ChunkWriter {
  start(pid: number, time: number, ppid: number): void {
    this.begin(RECORD.start, pid, time, 4)
    this.offset = this.bytes.writeInt32LE(ppid, this.offset)
    this.publish()
  }

  image(pid: number, time: number, image: RawImage): void {
    const parts = [image.path, image.workingDir, image.argv]
    const size = 1 + 8 * image.pipes.length + parts.reduce((sum, part) => sum + 4 + part.length, 0)
    this.begin(RECORD.image, pid, time, size)
    this.offset = this.bytes.writeUInt8(image.cut ? 1 : 0, this.offset)
    for (const pipe of image.pipes) this.offset = this.bytes.writeDoubleLE(pipe, this.offset)
    for (const part of parts) {
      this.offset = this.bytes.writeUInt32LE(part.length, this.offset)
      this.bytes.set(part, this.offset)
      this.offset += part.length
    }
    this.publish()
  }

  exit(pid: number, time: number, exit: RawExit): void {
    this.begin(RECORD.exit, pid, time, 4 + 8 * MEASURES.length)
    this.offset = this.bytes.writeInt32LE(exit.status, this.offset)
    for (const measure of MEASURES)
      this.offset = this.bytes.writeDoubleLE(exit.measures[measure] ?? UNKNOWN, this.offset)
    this.publish()
  }

  private begin(kind: number, pid: number, time: number, size: number): void {
    this.reserve(RECORD_HEADER_BYTES + size)
    this.offset = this.bytes.writeUInt8(kind, this.offset)
    this.offset = this.bytes.writeInt32LE(pid, this.offset)
    this.offset = this.bytes.writeDoubleLE(time, this.offset)
  }
}
