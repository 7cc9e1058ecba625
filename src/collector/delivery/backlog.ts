import { LineQueue } from './line-queue.ts'
import { SpoolFile } from './spool-file.ts'

/** In memory at most so many bytes are held back from a spool file that is open. */
const SPILL_BYTES = 1024 * 1024

/**
 * The lines that the daemon has not taken yet, in order: in memory, and from its first failure until it has
 * caught up, in a spool file.
 */
export class Backlog {
  private readonly queue = new LineQueue()
  private readonly directory: string
  private spool: SpoolFile | undefined
  /** The build's own first line: with it, a spool file makes sense to any daemon. */
  private first: string | undefined
  /** Under way from memory, or from the spool file. */
  private held: readonly string[] = []
  private read: readonly string[] = []

  /** @param directory of the spool files */
  constructor(directory: string) {
    this.directory = directory
  }

  get lost(): number {
    return this.queue.lost
  }

  get samplesDropped(): number {
    return this.queue.samplesDropped
  }

  get isSpooling(): boolean {
    return this.spool !== undefined
  }

  get length(): number {
    return this.held.length + this.read.length + (this.spool?.unread ?? 0) + this.queue.length
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.queue.bytes
  }

  add(line: string, essential: boolean): void {
    this.first ??= line
    this.queue.add(line, essential)
    if (this.spool && this.queue.bytes > SPILL_BYTES) this.spill()
  }

  /** The next lines for one request; the same again until `done`. @throws the system's error if the spool cannot be read now */
  next(): readonly string[] {
    if (this.spool) {
      if (this.read.length === 0) this.read = this.spool.read()
      if (this.read.length > 0) return this.read
      this.spool.remove()
      this.spool = undefined
    }
    if (this.held.length === 0) this.held = this.queue.take()
    return this.held
  }

  /** So many of `next` need not be sent again. */
  done(count: number): void {
    if (this.read.length > 0) this.read = this.read.slice(count)
    else this.held = this.held.slice(count)
  }

  /**
   * Moves the lines in memory to the spool file, except while a request with such lines is in progress.
   * @returns the reason if they stay in memory
   */
  spill(): string | undefined {
    try {
      for (;;) {
        if (this.held.length === 0) this.held = this.queue.take()
        if (this.held.length === 0) return undefined
        this.spool ??= this.open()
        this.spool.append(this.held)
        this.held = []
      }
    } catch (error) {
      return (error as Error).message
    }
  }

  /** Leaves the undelivered lines in the spool. @returns their number; the others are lost */
  leave(): number {
    this.spill()
    const { spool } = this
    if (!spool) return 0
    const count = this.read.length + spool.unread
    this.read = []
    this.spool = undefined
    spool.leave()
    return count
  }

  private open(): SpoolFile {
    const file = new SpoolFile(this.directory)
    if (this.first !== undefined && this.first !== this.held[0]) file.append([this.first])
    return file
  }
}
