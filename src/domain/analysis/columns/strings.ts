import type { ByteReader, ByteWriter } from './bytes.ts'

/** Strings in UTF-8, one after the other, with the end of each. A worker hands them over at once; an array takes long. */
export interface PackedStrings {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly ends: Uint32Array<ArrayBuffer>
}

const encoder = new TextEncoder()

/** Packs strings. A half surrogate pair becomes U+FFFD. O(characters). */
export function packStrings(strings: readonly string[]): PackedStrings {
  const ends = new Uint32Array(strings.length)
  const joined = strings.join('')
  const bytes = encoder.encode(joined)
  let end = 0
  // One byte for each character, as in most builds, spares encoding each string.
  if (bytes.length === joined.length) {
    for (let at = 0; at < strings.length; at++) ends[at] = end += strings[at]!.length
    return { bytes, ends }
  }
  const each = new Uint8Array(3 * joined.length)
  for (let at = 0; at < strings.length; at++)
    ends[at] = end += encoder.encodeInto(strings[at]!, each.subarray(end)).written
  return { bytes: each.slice(0, end), ends }
}

/** Writes the section of the strings. */
export function writeStrings(into: ByteWriter, strings: readonly string[]): void {
  const { bytes, ends } = packStrings(strings)
  into.varint(ends.length)
  for (let at = 0; at < ends.length; at++) into.varint(ends[at]! - (ends[at - 1] ?? 0))
  into.bytes(bytes)
}

/** Reads the section of the strings. The bytes are a view. @throws RangeError if the bytes end before */
export function readStrings(from: ByteReader): PackedStrings {
  const ends = new Uint32Array(from.varint())
  let end = 0
  for (let at = 0; at < ends.length; at++) ends[at] = end += from.varint()
  return { bytes: from.bytes(end), ends }
}
