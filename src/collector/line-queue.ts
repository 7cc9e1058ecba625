interface Line {
  readonly text: string
  readonly bytes: number
}

/** Memory for lines that wait, bytes; samples get half of it, so that they are the first to go. */
const ROOM = 32 * 1024 * 1024

/** What the daemon takes in one request. */
export const BATCH_LINES = 1000
export const BATCH_BYTES = 4 * 1024 * 1024

/** Lines on their way to the daemon, in order, in bounded memory. */
export class LineQueue {
  /** Lines that found no room. */
  dropped = 0
  private lines: Line[] = []
  private head = 0
  private waiting = 0

  get length(): number {
    return this.lines.length - this.head
  }

  get bytes(): number {
    return this.waiting
  }

  /** @param essential part of the record; others give way first */
  add(text: string, essential: boolean): void {
    const bytes = Buffer.byteLength(text) + 1
    if (this.waiting + bytes > (essential ? ROOM : ROOM / 2)) {
      this.dropped++
      return
    }
    this.lines.push({ text, bytes })
    this.waiting += bytes
  }

  /** The next lines for one request; they stay until `remove`. @param most at most so many lines */
  peek(most = BATCH_LINES): readonly string[] {
    let end = this.head
    for (let bytes = 0; end < this.lines.length && end - this.head < most; end++) {
      bytes += this.lines[end]!.bytes
      if (bytes > BATCH_BYTES && end > this.head) break
    }
    return this.lines.slice(this.head, end).map((line) => line.text)
  }

  remove(count: number): void {
    for (const end = this.head + count; this.head < end; this.head++)
      this.waiting -= this.lines[this.head]!.bytes
    // Shifting an array for each batch would cost more than keeping the sent part for a while.
    if (this.head * 2 < this.lines.length) return
    this.lines = this.lines.slice(this.head)
    this.head = 0
  }
}
