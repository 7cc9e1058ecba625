import { Readable, Writable } from 'node:stream'
import {
  standardError,
  standardOutput,
  type DescriptorWriter,
} from '../../collector/delivery/descriptor-writer.ts'

/**
 * Replaces `process.stdin`, `stdout` and `stderr` by harmless streams. Node makes the real ones at their first use, and thereby
 * makes a pipe non-blocking. Much of Node uses them: the console, a thread, even the end of a socket.
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
