import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import { BadInput, TooLarge } from '../errors.ts'

/** Pieces in which a body is decoded, in bytes: no more than one beyond the limit is ever made. */
const CHUNKS = { chunkSize: 64 * 1024 }

/** The content encodings of a body, and their decoders (RFC 9110 8.4.1). */
const DECODERS = new Map<string, () => Duplex>([
  ['gzip', () => createGunzip(CHUNKS)],
  ['x-gzip', () => createGunzip(CHUNKS)],
  ['deflate', () => createInflate(CHUNKS)],
])

/** The encodings, as a header lists them. */
export const ENCODINGS = 'gzip, deflate'

/** Whether the daemon can decode the encoding of a body. */
export function isDecodable(request: IncomingMessage): boolean {
  const encoding = encodingOf(request)
  return !encoding || DECODERS.has(encoding)
}

/** The encoding of a body; empty for a plain one. */
function encodingOf({ headers }: IncomingMessage): string {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? ''
  return encoding === 'identity' ? '' : encoding
}

/**
 * Reads a request's body as text, decoded.
 * @param limit bytes, of the text too
 * @throws TooLarge as soon as that is known; BadInput for a body that is cut off or cannot be decoded
 */
export function readBody(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > limit) return reject(tooLarge(limit))
    const encoding = encodingOf(request)
    const decoder = DECODERS.get(encoding)?.()
    const fail = (error: Error) => {
      reject(error)
      if (!decoder) return
      // Further data is dropped without decoding.
      request.unpipe(decoder).resume()
      decoder.destroy()
    }
    request.on('error', (cause) => fail(new BadInput('The request was cut off before its end', { cause })))
    decoder?.on('error', (cause) =>
      fail(new BadInput(`The body cannot be decoded as ${encoding}: ${cause.message}`, { cause })),
    )
    gather(decoder ? request.pipe(decoder) : request, limit, resolve, fail)
  })
}

/** Gathers the text of a stream. */
function gather(
  stream: IncomingMessage | Duplex,
  limit: number,
  done: (text: string) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) fail(tooLarge(limit))
    else chunks.push(chunk)
  })
  stream.on('end', () => done((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')))
}

const tooLarge = (limit: number): TooLarge =>
  new TooLarge(`The body is larger than ${limit} bytes. Send less in one request.`)
