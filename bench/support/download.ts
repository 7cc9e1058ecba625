import { get } from 'node:http'

/** The compressions that Chromium takes. */
const CODINGS = 'gzip, deflate, br, zstd'

/** Reads a response as a browser would, but leaves it compressed. @returns milliseconds, and bytes on the wire */
export function download(url: string): Promise<{ ms: number; bytes: number }> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { 'accept-encoding': CODINGS } }, (response) => {
      let bytes = 0
      response.on('data', (piece: Buffer) => (bytes += piece.length))
      response.on('end', () => resolve({ ms: performance.now() - began, bytes }))
    })
    request.on('error', reject)
  })
}
