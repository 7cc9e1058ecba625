import type { StringTable } from './string-table.ts'

const [ZERO, NINE, UPPER_A, UPPER_Z] = [48, 57, 65, 90]

/** Bytes of a key that are compared at a time. */
const WORD = 4

/** Keys of strings, one after the other, each filled up with zeros to whole words. */
interface Keys {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** By string number; that of a string that has no key is not set. */
  readonly start: Uint32Array
  readonly end: Uint32Array
}

/**
 * Ranks strings as a reader expects: capital letters like small ones, and numbers by their value, so that `a2.c` comes before
 * `A10.c`. Other characters are in the order of Unicode. Command lines have long beginnings in common, which a sort that
 * compares two strings at a time reads again and again; this one reads each character about once.
 * @param used the numbers of the strings, each once
 * @returns the rank by string number; equal strings but for case have different ranks
 */
export function naturalRanks(strings: StringTable, used: Uint32Array): Uint32Array {
  const keys = keysOf(strings, used)
  sortByKey(keys, used)
  const ranks = new Uint32Array(strings.count)
  used.forEach((string, rank) => (ranks[string] = rank))
  return ranks
}

/** A key orders by its bytes as its string does: in lower case, and with the number of its digits before a number. */
function keysOf(strings: StringTable, used: Uint32Array): Keys {
  let room = 0
  for (const string of used) room += longestKey(strings.bytesOf(string))
  const bytes = new Uint8Array(room)
  const start = new Uint32Array(strings.count)
  const end = new Uint32Array(strings.count)
  let to = 0
  for (const string of used) {
    const text = strings.bytesOf(string)
    start[string] = to
    for (let at = 0; at < text.length; at++) {
      const byte = text[at]!
      if (byte >= UPPER_A && byte <= UPPER_Z) bytes[to++] = byte + 32
      else if (byte < ZERO || byte > NINE) bytes[to++] = byte
      else {
        while (text[at] === ZERO && isDigit(text[at + 1])) at++
        let last = at
        while (isDigit(text[last + 1])) last++
        bytes[to++] = ZERO
        bytes[to++] = Math.min(255, last - at + 1)
        for (; at <= last; at++) bytes[to++] = text[at]!
        at--
      }
    }
    to = WORD * Math.ceil(to / WORD)
    end[string] = to
  }
  return { bytes, start, end }
}

/** A number gets two more bytes, and the end is filled up. */
function longestKey(text: Uint8Array): number {
  let length = text.length + WORD
  for (let at = 0; at < text.length; at++) if (isDigit(text[at]) && !isDigit(text[at - 1])) length += 2
  return length
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE

/** Sorts by keys, word by word (Bentley and Sedgewick, "Fast algorithms for sorting and searching strings"). */
function sortByKey({ bytes, start, end }: Keys, strings: Uint32Array): void {
  const words = new DataView(bytes.buffer)
  /** The word of a key at a depth; 0 after its end. */
  const wordOf = (string: number, depth: number): number => {
    const at = start[string]! + depth
    return at < end[string]! ? words.getUint32(at) : 0
  }
  const parts: number[] = [0, strings.length, 0]
  while (parts.length) {
    const depth = parts.pop()!
    const to = parts.pop()!
    const from = parts.pop()!
    if (to - from < 2) continue
    const pivot = wordOf(strings[(from + to) >>> 1]!, depth)
    let less = from
    let more = to
    for (let at = from; at < more;) {
      const string = strings[at]!
      const word = wordOf(string, depth)
      if (word < pivot) {
        strings[at++] = strings[less]!
        strings[less++] = string
      } else if (word > pivot) {
        strings[at] = strings[--more]!
        strings[more] = string
      } else at++
    }
    parts.push(from, less, depth, more, to, depth)
    if (pivot > 0) parts.push(less, more, depth + WORD)
  }
}
