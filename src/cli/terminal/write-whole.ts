import { writeSync } from 'node:fs'

/** Between two attempts at a descriptor that is full, milliseconds. */
const PAUSE_MS = 1

/** Nothing ever changes it: to wait for it is to pause. */
const NEVER = new Int32Array(new SharedArrayBuffer(4))

/**
 * Writes all of a text, or of bytes, to a descriptor, however slow its reader is. Not by Node's streams, whose failures come by
 * exception for a file, and by event for a pipe.
 * @throws the system's error (write(2))
 */
export function writeWhole(descriptor: number, content: string | Uint8Array): void {
  for (let rest = typeof content === 'string' ? Buffer.from(content) : content; rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(NEVER, 0, 0, PAUSE_MS)
    }
  }
}
