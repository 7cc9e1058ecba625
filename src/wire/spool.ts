import { closeSync, openSync, readdirSync, readSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The spool: files of wire lines that did not reach the daemon, in the data directory. A daemon takes those of
 * `local/` in at its start; the next `buildspy run` delivers those meant for its daemon.
 *
 * A file is `ID.ndjson` while it waits, and `ID.PID.open` while process PID writes or reads it. Taking one is a
 * rename, which one taker wins (rename(2)); a file whose process has died waits again.
 */
const NAME = /^([0-9a-f-]{36})\.(?:ndjson|(\d+)\.open)$/

/** What a batch may have: as much as a request to the daemon. */
export const BATCH_LINES = 1000
export const BATCH_BYTES = 4 * 1024 * 1024

/** A longer line is no submission: it is passed over. */
const LONGEST_LINE = 8 * 1024 * 1024

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Where lines wait for a daemon: one on this machine finds them itself, any other is named.
 * @param data the data directory
 */
export function spoolDirectory(data: string, daemon?: URL): string {
  const place = !daemon || LOOPBACK.has(daemon.hostname) ? 'local' : encodeURIComponent(daemon.host)
  return join(data, 'spool', place)
}

export const openName = (id: string): string => `${id}.${process.pid}.open`
export const waitingName = (id: string): string => `${id}.ndjson`

/** A spool file that is this process's for now. */
export interface TakenFile {
  readonly path: string
  /** Lines from the beginning, in batches; a last line without its newline is left out if it was cut short. */
  batches(): Generator<readonly string[], void>
  /** Everything in it is stored. */
  remove(): void
  /** Lets it wait for the next taker. */
  release(): void
}

/** Takes the oldest file that waits, or whose owner has died. @returns undefined if there is none */
export function takeSpoolFile(
  directory: string,
  skip: ReadonlySet<string> = new Set(),
): TakenFile | undefined {
  for (const name of list(directory)) {
    const [, id, owner] = NAME.exec(name) ?? []
    if (!id || skip.has(id) || (owner && isAlive(Number(owner)))) continue
    const path = join(directory, openName(id))
    try {
      renameSync(join(directory, name), path)
    } catch {
      // Another taker was faster.
      continue
    }
    return {
      path,
      batches: () => readBatches(path),
      remove: () => unlinkSync(path),
      release: () => renameSync(path, join(directory, waitingName(id))),
    }
  }
  return undefined
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function* readBatches(path: string): Generator<readonly string[], void> {
  const fd = openSync(path, 'r')
  try {
    const reader = new LineReader(fd)
    for (let lines = reader.next(); lines; lines = reader.next()) if (lines.length > 0) yield lines
    if (isWhole(reader.rest)) yield [reader.rest]
  } finally {
    closeSync(fd)
  }
}

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

/** Reads whole lines from a file that may still grow, a bounded piece at a time. */
export class LineReader {
  private readonly fd: number
  private readonly isStream: boolean
  private readonly buffer = Buffer.allocUnsafe(256 * 1024)
  private position = 0
  private pending = ''
  private readonly decoder = new TextDecoder()

  /** @param isStream a pipe, which has no positions */
  constructor(fd: number, isStream = false) {
    this.fd = fd
    this.isStream = isStream
  }

  /** What follows the last newline. */
  get rest(): string {
    return this.pending
  }

  /** The next whole lines, at most a batch of them. @returns undefined at the end */
  next(): readonly string[] | undefined {
    const lines: string[] = []
    for (let bytes = 0; lines.length < BATCH_LINES && bytes < BATCH_BYTES / 2;) {
      const end = this.pending.indexOf('\n')
      if (end === -1) {
        if (!this.fill()) return lines.length > 0 ? lines : undefined
        continue
      }
      const line = this.pending.slice(0, end)
      this.pending = this.pending.slice(end + 1)
      bytes += Buffer.byteLength(line)
      if (line.trim() !== '') lines.push(line)
    }
    return lines
  }

  private fill(): boolean {
    const count = readSync(this.fd, this.buffer, 0, this.buffer.length, this.isStream ? null : this.position)
    this.position += count
    if (this.pending.length > LONGEST_LINE) this.pending = ''
    this.pending += this.decoder.decode(this.buffer.subarray(0, count), { stream: true })
    return count > 0
  }
}
