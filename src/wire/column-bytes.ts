import type { ContentCoding } from './content-coding.ts'
import { JsonText } from './json-text.ts'

/** The type of the columns of a run over HTTP (PROTOCOL.md). */
export const COLUMNS_TYPE = 'application/vnd.buildspy.columns'

/** Bytes in a piece of text: a multiple of 3, so that each piece is base64 without padding. */
const PIECE = 3 * 2 ** 17

/** The encoded columns of a run, compressed. In JSON they are base64. */
export class ColumnBytes extends JsonText {
  constructor(
    readonly coding: ContentCoding,
    readonly bytes: Uint8Array,
  ) {
    super({ [Symbol.iterator]: () => base64Of(bytes) }, bytes.length)
  }
}

/** A JSON string of base64, in pieces. */
function* base64Of({ buffer, byteOffset, length }: Uint8Array): Generator<Uint8Array> {
  const quote = Buffer.from('"')
  yield quote
  for (let from = 0; from < length; from += PIECE) {
    const some = Buffer.from(buffer, byteOffset + from, Math.min(PIECE, length - from))
    yield Buffer.from(some.toString('base64'), 'latin1')
  }
  yield quote
}
