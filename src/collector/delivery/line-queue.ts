import { BATCH_BYTES, BATCH_LINES } from '../../spool/line-reader.ts'

interface Line {
  readonly text: string
  readonly bytes: number
  readonly essential: boolean
}

/** Memory for lines that wait, bytes. Above it samples give way, the oldest first. */
export const ROOM = 32 * 1024 * 1024

/** Where even the record has no room: only if the daemon and the spool's disk fail together. */
const LAST_ROOM = 256 * 1024 * 1024

/** Lines on their way to the daemon, in order, in bounded memory. */
export class LineQueue {
  /** Samples that gave way. */
  samplesDropped = 0
  /** Lines of the record that found no room. */
  lost = 0
  private lines: (Line | undefined)[] = []
  private head = 0
  /** Before this place there are no samples any more. */
  private firstSample = 0
  private count = 0
  private waiting = 0

  get length(): number {
    return this.count
  }

  get bytes(): number {
    return this.waiting
  }

  /** @param essential part of the record: never dropped for another; samples are */
  add(text: string, essential: boolean): void {
    const bytes = Buffer.byteLength(text) + 1
    while (this.waiting + bytes > ROOM && this.dropOldestSample());
    if (this.waiting + bytes > (essential ? LAST_ROOM : ROOM)) {
      if (essential) this.lost++
      else this.samplesDropped++
      return
    }
    this.lines.push({ text, bytes, essential })
    this.count++
    this.waiting += bytes
  }

  /** Takes the next lines for one request out. */
  take(): readonly string[] {
    const taken: string[] = []
    let bytes = 0
    for (; this.head < this.lines.length && taken.length < BATCH_LINES; this.head++) {
      const line = this.lines[this.head]
      if (!line) continue
      bytes += line.bytes
      if (bytes > BATCH_BYTES && taken.length > 0) break
      taken.push(line.text)
      this.count--
      this.waiting -= line.bytes
    }
    this.shed()
    return taken
  }

  private dropOldestSample(): boolean {
    this.firstSample = Math.max(this.firstSample, this.head)
    for (; this.firstSample < this.lines.length; this.firstSample++) {
      const line = this.lines[this.firstSample]
      if (!line || line.essential) continue
      this.lines[this.firstSample] = undefined
      this.count--
      this.waiting -= line.bytes
      this.samplesDropped++
      return true
    }
    return false
  }

  /** Shifting an array for each batch would cost more than keeping the sent part for a while. */
  private shed(): void {
    if (this.head * 2 < this.lines.length) return
    this.lines = this.lines.slice(this.head)
    this.firstSample = Math.max(this.firstSample - this.head, 0)
    this.head = 0
  }
}
