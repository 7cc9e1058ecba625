import { CHUNK_BYTES, HEADER_BYTES, RECORD, RECORD_HEADER_BYTES, SEALED, WRITTEN } from './journal-format.ts'
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

/** Writes the journal; a new chunk is handed over by `post`, everything else costs no message. */
export class JournalWriter {
  private readonly post: (chunk: SharedArrayBuffer) => void
  private header: Int32Array = new Int32Array(2)
  private bytes: Buffer = Buffer.alloc(0)
  private offset = 0

  constructor(post: (chunk: SharedArrayBuffer) => void) {
    this.post = post
  }

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
    const needed = RECORD_HEADER_BYTES + size
    if (this.offset + needed > this.bytes.length) this.open(HEADER_BYTES + needed)
    this.offset = this.bytes.writeUInt8(kind, this.offset)
    this.offset = this.bytes.writeInt32LE(pid, this.offset)
    this.offset = this.bytes.writeDoubleLE(time, this.offset)
  }

  private open(needed: number): void {
    const chunk = new SharedArrayBuffer(Math.max(CHUNK_BYTES, needed))
    this.post(chunk)
    Atomics.store(this.header, SEALED, 1)
    this.header = new Int32Array(chunk, 0, 2)
    this.bytes = Buffer.from(chunk)
    this.offset = HEADER_BYTES
    Atomics.store(this.header, WRITTEN, this.offset)
  }

  /** The record becomes visible to the reader as a whole. */
  private publish(): void {
    Atomics.store(this.header, WRITTEN, this.offset)
  }
}
