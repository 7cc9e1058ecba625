import { write } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long a reader that is slow is waited for before the next attempt, milliseconds. */
const FIRST_PAUSE_MS = 1
const LONGEST_PAUSE_MS = 50

/**
 * Writes to a descriptor that the build shares: in order, completely, and without a stream of Node's, which would make a pipe
 * non-blocking for all its holders. If the pipe is non-blocking already, it retries while the pipe is full. A slow reader
 * blocks a thread of libuv's, and not this one.
 */
export class DescriptorWriter {
  readonly fd: number
  private last: Promise<unknown> = Promise.resolve()

  constructor(fd: number) {
    this.fd = fd
  }

  /** Writes text after the earlier texts. @returns the reason if it could not, once the text is written */
  add(text: string | Uint8Array): Promise<NodeJS.ErrnoException | undefined> {
    const written = this.last.then(() => this.put(typeof text === 'string' ? Buffer.from(text) : text))
    this.last = written
    return written
  }

  /** Once everything is written. */
  async flushed(): Promise<void> {
    await this.last
  }

  private async put(bytes: Uint8Array): Promise<NodeJS.ErrnoException | undefined> {
    let pause = FIRST_PAUSE_MS
    for (let at = 0; at < bytes.length;) {
      try {
        at += await writeSome(this.fd, bytes, at)
        pause = FIRST_PAUSE_MS
      } catch (error) {
        const failure = error as NodeJS.ErrnoException
        if (failure.code !== 'EAGAIN') return failure
        await sleep(pause)
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
      }
    }
    return undefined
  }
}

/** Writes what fits. Not by `promisify`, because importing `node:util` opens stderr (`buildspy.ts`). @returns the bytes written */
function writeSome(fd: number, bytes: Uint8Array, from: number): Promise<number> {
  return new Promise((resolve, reject) =>
    write(fd, bytes, from, bytes.length - from, null, (error, written) =>
      error ? reject(error) : resolve(written),
    ),
  )
}

/** Our own streams under `buildspy run`. A reader that is missing loses only our messages. */
export const standardOutput = new DescriptorWriter(1)
export const standardError = new DescriptorWriter(2)
