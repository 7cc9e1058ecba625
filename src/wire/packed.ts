import { promisify } from 'node:util'
import { deflateRaw, inflateRaw, inflateRawSync } from 'node:zlib'

/** Lines of the wire as the database keeps large ones: DEFLATE without a header (RFC 1951). */

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** Packs a line, in a thread of the pool. */
export const packLine = (line: string): Promise<Uint8Array> => deflate(line)

/** Unpacks a line, in a thread of the pool. */
export const unpackLine = async (packed: Uint8Array): Promise<string> => (await inflate(packed)).toString()

/** The same at once, for a thread that does nothing else. */
export const unpackLineNow = (packed: Uint8Array): string => inflateRawSync(packed).toString()
