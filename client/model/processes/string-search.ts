import type { StringTable } from './string-table.ts'

/** The packed strings of a table in lower case, as one text, because searching it takes less than half of searching each. */
interface Searchable {
  readonly text: string
  /** The end of each, in UTF-16 units. */
  readonly ends: Uint32Array
}

const searchables = new WeakMap<StringTable, Searchable>()

/**
 * Marks the strings that contain a word, ignoring case. O(characters), the first time with their decoding.
 * @param word in lower case, not empty
 * @returns 1 for each string that contains it
 */
export function markStrings(strings: StringTable, word: string): Uint8Array {
  const { text, ends } = searchableOf(strings)
  const marks = new Uint8Array(strings.count)
  let string = 0
  for (let at = text.indexOf(word); at >= 0;) {
    while (ends[string]! <= at) string++
    const end = ends[string]!
    const isInside = at + word.length <= end
    if (isInside) marks[string] = 1
    // One place in a string is enough. A place across two strings is none.
    at = text.indexOf(word, isInside ? end : at + 1)
  }
  strings.added.forEach((added, at) => {
    if (added.toLowerCase().includes(word)) marks[ends.length + at] = 1
  })
  return marks
}

function searchableOf(strings: StringTable): Searchable {
  const known = searchables.get(strings)
  if (known) return known
  const { bytes, ends } = strings.packed
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).toLowerCase()
  // One byte for each character, as in most builds.
  const made = text.length === bytes.length ? { text, ends } : eachInLowerCase(strings)
  searchables.set(strings, made)
  return made
}

function eachInLowerCase(strings: StringTable): Searchable {
  const ends = new Uint32Array(strings.packed.ends.length)
  const texts: string[] = []
  let end = 0
  for (let at = 0; at < ends.length; at++) {
    const text = strings.at(at)!.toLowerCase()
    texts.push(text)
    ends[at] = end += text.length
  }
  return { text: texts.join(''), ends }
}
