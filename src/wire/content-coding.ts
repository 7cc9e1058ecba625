import zlib from 'node:zlib'

/** How content can be compressed for HTTP (RFC 9110 8.4.1), the quickest for its size first. */
export const CONTENT_CODINGS = ['zstd', 'br', 'gzip', 'identity'] as const
export type ContentCoding = (typeof CONTENT_CODINGS)[number]

/** Node has it since 22.15. */
const { zstdCompressSync } = zlib as typeof zlib & {
  readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array
}

/** Whether this Node.js can compress so. */
export const canCompress = (coding: ContentCoding): boolean =>
  coding !== 'zstd' || zstdCompressSync !== undefined

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants

/**
 * Compresses bytes at once, for a thread that does nothing else. It takes the lowest level, because a reader waits for it.
 * @returns an array that shares its memory with nothing
 */
export function compressNow(bytes: Uint8Array, coding: ContentCoding): Uint8Array<ArrayBuffer> {
  return new Uint8Array(compressed(bytes, coding))
}

function compressed(bytes: Uint8Array, coding: ContentCoding): Uint8Array {
  if (coding === 'identity') return bytes
  if (coding === 'zstd' && zstdCompressSync) return zstdCompressSync(bytes)
  if (coding !== 'br') return zlib.gzipSync(bytes, { level: 1 })
  const params = { [BROTLI_PARAM_QUALITY]: 1, [BROTLI_PARAM_SIZE_HINT]: bytes.length }
  return zlib.brotliCompressSync(bytes, { params })
}
