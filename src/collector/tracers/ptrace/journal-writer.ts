import { ChunkWriter } from '../chunks/chunk-writer.ts'
import { RECORD, RECORD_HEADER_BYTES } from './journal-format.ts'
import type { ExecArguments } from './stack.ts'

/** What is read of a process at an exec, as bytes. */
export interface RawImage {
  /** The path that was executed, or the kernel's short name of the program. */
  readonly path: Buffer
  readonly workingDir: Buffer
  /** Arguments, each ended by a NUL. */
  readonly argv: Buffer
  readonly cut: boolean
  /** It is to run with more privilege than who started it. Not for the journal. */
  readonly secure: boolean
  /** Variables, each ended by a NUL; empty if they were not read. Not for the journal. */
  readonly environment: Buffer
  /** Where the process has these, if they were found on its stack. */
  readonly exec?: ExecArguments
}

/** How a process ended: the status word of wait(2), microseconds, bytes. −1 stands for "not known". */
export interface RawExit {
  readonly status: number
  readonly userTime: number
  readonly systemTime: number
  readonly peakMemory: number
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
    this.begin(RECORD.image, pid, time, 1 + parts.reduce((sum, part) => sum + 4 + part.length, 0))
    this.offset = this.bytes.writeUInt8(image.cut ? 1 : 0, this.offset)
    for (const part of parts) {
      this.offset = this.bytes.writeUInt32LE(part.length, this.offset)
      this.bytes.set(part, this.offset)
      this.offset += part.length
    }
    this.publish()
  }

  exit(pid: number, time: number, exit: RawExit): void {
    this.begin(RECORD.exit, pid, time, 28)
    this.offset = this.bytes.writeInt32LE(exit.status, this.offset)
    this.offset = this.bytes.writeDoubleLE(exit.userTime, this.offset)
    this.offset = this.bytes.writeDoubleLE(exit.systemTime, this.offset)
    this.offset = this.bytes.writeDoubleLE(exit.peakMemory, this.offset)
    this.publish()
  }

  private begin(kind: number, pid: number, time: number, size: number): void {
    this.reserve(RECORD_HEADER_BYTES + size)
    this.offset = this.bytes.writeUInt8(kind, this.offset)
    this.offset = this.bytes.writeInt32LE(pid, this.offset)
    this.offset = this.bytes.writeDoubleLE(time, this.offset)
  }
}
