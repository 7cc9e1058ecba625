import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'

/** A line of a record; lines count from 1. */
export interface RecordLine {
  readonly number: number
  readonly text: string
}

/** The limits of a batch, below those of a request to the daemon. */
const BATCH_LINES = 1000
const BATCH_BYTES = 2 * 1024 * 1024

/** No submission takes a quarter of it. A file without shorter lines is no record, and may be endless. */
const LONGEST_LINE = 1024 * 1024

const NEWLINE = 0x0a

/**
 * Reads the lines of a file, packed or not, in batches; empty ones are passed over.
 * @param file a path, or `-` for stdin
 * @throws CliFailure if it cannot be read to its end
 */
export async function* recordLines(file: string): AsyncGenerator<readonly RecordLine[], void> {
  const name = file === '-' ? 'stdin' : file
  let batch: RecordLine[] = []
  let bytes = 0
  let number = 0
  try {
    for await (const line of linesIn(await unpacked(file, name))) {
      number++
      if (line.length > LONGEST_LINE)
        throw new CliFailure(`${name} is not a record: line ${number} has more than 1 MiB`, EXIT.failed)
      const text = line.toString()
      if (text.trim() === '') continue
      batch.push({ number, text })
      bytes += line.length
      if (batch.length < BATCH_LINES && bytes < BATCH_BYTES) continue
      yield batch
      batch = []
      bytes = 0
    }
  } catch (error) {
    if (batch.length > 0) yield batch
    throw error instanceof CliFailure ? error : unreadable(name, error)
  }
  if (batch.length > 0) yield batch
}

function unreadable(name: string, cause: unknown): CliFailure {
  const { code = '', message } = cause as NodeJS.ErrnoException
  if (!/^(Z_|ZSTD_)/.test(code))
    return new CliFailure(`${name} cannot be read: ${reasonOf(cause)}`, EXIT.failed, { cause })
  const reason = message === 'unexpected end of file' ? 'it ends too early' : message
  return new CliFailure(`${name} cannot be unpacked completely: ${reason}`, EXIT.failed, { cause })
}

/** Lines without their ends; one that is too long is given as far as it was read. */
async function* linesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    let start = 0
    for (let end; (end = chunk.indexOf(NEWLINE, start)) !== -1; start = end + 1) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)])
      parts = []
      length = 0
    }
    parts.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > LONGEST_LINE) yield Buffer.concat(parts)
  }
  if (length > 0) yield Buffer.concat(parts)
}

/** The first bytes of packed files (RFC 1952 2.3.1, RFC 8878 3.1.1), and their decoders. */
const PACKED = [
  { magic: [0x1f, 0x8b], name: 'gzip', command: 'gzip -dc', unpack: () => zlib.createGunzip() },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd', command: 'zstd -dc', unpack: createUnzstd },
] as const

/** Node has it from 22.15 on. */
function createUnzstd(): NodeJS.ReadWriteStream | undefined {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => NodeJS.ReadWriteStream }
  return createZstdDecompress?.()
}

/** The bytes of a file, unpacked if its first bytes show that it is packed. Its name does not matter. */
async function unpacked(file: string, name: string): Promise<AsyncIterable<Buffer>> {
  const source = file === '-' ? process.stdin : createReadStream(file)
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer, void>
  let head = Buffer.alloc(0)
  for (let next; head.length < 4 && !(next = await chunks.next()).done;)
    head = Buffer.concat([head, next.value!])
  const bytes = async function* (): AsyncGenerator<Buffer, void> {
    yield head
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  const packed = PACKED.find(({ magic }) => magic.every((byte, at) => head[at] === byte))
  if (!packed) return bytes()
  const unpacker = packed.unpack()
  if (!unpacker)
    throw new CliFailure(
      `${name} is packed with ${packed.name}, which this Node.js cannot unpack: ${packed.command} ` +
        (file === '-' ? '| buildspy import -' : `${file} > FILE`),
      EXIT.failed,
    )
  // A failure of either stream ends the other, and reaches the reader.
  return pipeline(Readable.from(bytes()), unpacker, () => {}) as AsyncIterable<Buffer>
}
