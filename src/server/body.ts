import type { IncomingMessage } from 'node:http'
import { BadInput, TooLarge } from '../errors.ts'

/**
 * Reads a request's body as text.
 * @param limit bytes
 * @throws TooLarge, as soon as that is known
 */
export function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const tooLarge = () => new TooLarge(`The body is larger than ${limit} bytes. Send less in one request.`)
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > limit) return reject(tooLarge())
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) reject(tooLarge())
      else chunks.push(chunk)
    })
    request.on('end', () =>
      resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')),
    )
    request.on('error', (cause) => reject(new BadInput('The request was cut off before its end', { cause })))
  })
}
