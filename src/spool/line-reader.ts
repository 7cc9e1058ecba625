import { readSync } from 'node:fs'

/** The limits of a batch: those of a request to the daemon. */
export const BATCH_LINES = 1000
export const BATCH_BYTES = 4 * 1024 * 1024

/** Bytes of a line, at most. A longer line is no submission, and is skipped. */
const LONGEST_LINE = 8 * 1024 * 1024

/** Bytes read for one line before the reader yields. */
const STEP = 1024 * 1024

/** Reads whole lines from a file that may still grow, in pieces of limited size. */
export class LineReader {
  private readonly fd: number
  private readonly isStream: boolean
  private readonly buffer = Buffer.allocUnsafe(256 * 1024)
  private position = 0
  private pending = ''
  /** Length of its beginning that is known to have no newline. */
  private searched = 0
  private readonly decoder = new TextDecoder()

  /** @param isStream whether it is a pipe, which has no positions */
  constructor(fd: number, isStream = false) {
    this.fd = fd
    this.isStream = isStream
  }

  /** The text after the last newline. */
  get rest(): string {
    return this.pending
  }

  /**
   * The next whole lines, at most a batch of them. If a long stretch has no newline, it returns no lines and continues at the
   * next call, so that it blocks nobody.
   * @returns undefined at the end
   * @throws the system's error, as soon as no whole lines are left before the place that cannot be read
   */
  next(): readonly string[] | undefined {
    const lines: string[] = []
    let read = 0
    for (let bytes = 0; lines.length < BATCH_LINES && bytes < BATCH_BYTES / 2;) {
      const end = this.pending.indexOf('\n', this.searched)
      if (end === -1) {
        this.searched = this.pending.length
        if (read > STEP) return lines
        let count: number
        try {
          count = this.fill()
        } catch (error) {
          if (lines.length === 0) throw error
          return lines
        }
        if (!count) return lines.length > 0 ? lines : undefined
        read += count
        continue
      }
      const line = this.pending.slice(0, end)
      this.pending = this.pending.slice(end + 1)
      this.searched = 0
      bytes += Buffer.byteLength(line)
      if (line.trim() !== '') lines.push(line)
    }
    return lines
  }

  private fill(): number {
    const count = readSync(this.fd, this.buffer, 0, this.buffer.length, this.isStream ? null : this.position)
    this.position += count
    if (this.pending.length > LONGEST_LINE) this.pending = ''
    this.searched = Math.min(this.searched, this.pending.length)
    this.pending += this.decoder.decode(this.buffer.subarray(0, count), { stream: true })
    return count
  }
}
