import { Readable, Writable } from 'node:stream'
import {
  standardError,
  standardOutput,
  type DescriptorWriter,
} from '../../collector/delivery/descriptor-writer.ts'

/**
 * Puts harmless streams in the place of `process.stdin`, `stdout` and `stderr`. Node makes the real ones when they are
 * first asked for, and a pipe non-blocking with that; and much of it asks: console, a thread, even the end of a socket.
 */
export function harmlessStreams(): void {
  const streams = {
    stdin: Readable.from([]),
    stdout: streamOver(standardOutput),
    stderr: streamOver(standardError),
  }
  for (const [name, stream] of Object.entries(streams))
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream })
}

function streamOver(writer: DescriptorWriter): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      void writer.add(chunk)
      done()
    },
  })
}
