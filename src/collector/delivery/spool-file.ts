import { closeSync, ftruncateSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { LineReader } from '../../spool/line-reader.ts'
import { createPrivateFile } from '../../spool/private-files.ts'
import { makeSpoolDirectory, openName, waitingName } from '../../spool/spool.ts'
import { uuid } from '../uuid.ts'

/**
 * The spool file of one build, with the lines that the daemon did not accept, in order. Lines are added at its end and read
 * from its beginning, so that it may be delivered while the build goes on. If this process dies, the file stays for any taker
 * (`spool/spool.ts`).
 */
export class SpoolFile {
  private readonly directory: string
  private readonly id = uuid()
  private readonly fd: number
  private readonly reader: LineReader
  private bytes = 0
  private written = 0
  private taken = 0

  /** @throws the system's error if it cannot be made */
  constructor(directory: string) {
    this.directory = directory
    makeSpoolDirectory(directory)
    this.fd = createPrivateFile(this.path, 'wx+')
    this.reader = new LineReader(this.fd)
  }

  private get path(): string {
    return join(this.directory, openName(this.id))
  }

  /** Lines that were not read yet. */
  get unread(): number {
    return this.written - this.taken
  }

  /** Adds lines, all or none. @throws the system's error, such as that of a full disk */
  append(lines: readonly string[]): void {
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    try {
      for (let at = 0; at < text.length;)
        at += writeSync(this.fd, text, at, text.length - at, this.bytes + at)
    } catch (error) {
      ftruncateSync(this.fd, this.bytes)
      throw error
    }
    this.bytes += text.length
    this.written += lines.length
  }

  /** The next lines, as many as one request may have. @throws the system's error */
  read(): readonly string[] {
    let lines = this.reader.next()
    // A line may take several steps.
    while (lines?.length === 0) lines = this.reader.next()
    lines ??= []
    this.taken += lines.length
    return lines
  }

  /** Everything was delivered. If the file cannot be deleted, the next taker delivers it again, which does no harm. */
  remove(): void {
    closeSync(this.fd)
    try {
      unlinkSync(this.path)
    } catch {
      // The lines are stored.
    }
  }

  /** Leaves it for the daemon's next start, or the next build. */
  leave(): void {
    closeSync(this.fd)
    try {
      renameSync(this.path, join(this.directory, waitingName(this.id)))
    } catch {
      // It waits from the end of this process on.
    }
  }
}
