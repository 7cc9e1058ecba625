/** Strings in one string, with the end of each. A worker transfers it at once, and an array takes long. */
export interface PackedStrings {
  readonly text: string
  readonly ends: Uint32Array
}

/** Packs strings. O(characters). */
export function packStrings(strings: readonly string[]): PackedStrings {
  const ends = new Uint32Array(strings.length)
  let end = 0
  for (let i = 0; i < strings.length; i++) ends[i] = end += strings[i]!.length
  return { text: strings.join(''), ends }
}

/** Strings by number, growable. Packed strings are cut out at their first use. */
export class StringTable {
  readonly #packed: PackedStrings
  readonly #added: string[] = []
  #numbers: Map<string, number> | undefined

  constructor(packed: PackedStrings) {
    this.#packed = packed
  }

  at(index: number): string | undefined {
    const { text, ends } = this.#packed
    if (index >= ends.length) return this.#added[index - ends.length]
    return text.slice(index > 0 ? ends[index - 1] : 0, ends[index])
  }

  /** The number of a string. A new string is added. */
  intern(text: string): number {
    const { ends } = this.#packed
    this.#numbers ??= new Map(Array.from(ends, (_, index) => [this.at(index)!, index]))
    let index = this.#numbers.get(text)
    if (index === undefined) {
      index = ends.length + this.#added.push(text) - 1
      this.#numbers.set(text, index)
    }
    return index
  }
}
