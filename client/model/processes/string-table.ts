import { packStrings, type PackedStrings } from '../../../src/domain/analysis/columns/strings.ts'

/** Strings of at most so many bytes are kept once they are decoded: names and directories, which many processes share. */
const SHORT = 80

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Strings by number, growable. Packed strings are decoded when they are needed. */
export class StringTable {
  readonly #packed: PackedStrings
  readonly #added: string[] = []
  readonly #known: (string | undefined)[] = []
  #numbers: Map<string, number> | undefined

  constructor(strings: PackedStrings | readonly string[]) {
    this.#packed = 'ends' in strings ? strings : packStrings(strings)
  }

  get count(): number {
    return this.#packed.ends.length + this.#added.length
  }

  /** Those that came first. The others are `added`. */
  get packed(): PackedStrings {
    return this.#packed
  }

  /** Those that came one by one, numbered after the packed ones. */
  get added(): readonly string[] {
    return this.#added
  }

  at(index: number): string | undefined {
    const { bytes, ends } = this.#packed
    if (index >= ends.length) return this.#added[index - ends.length]
    const known = this.#known[index]
    if (known !== undefined) return known
    const [from, to] = [index > 0 ? ends[index - 1]! : 0, ends[index]!]
    const text = decoder.decode(bytes.subarray(from, to))
    if (to - from <= SHORT) this.#known[index] = text
    return text
  }

  /** A string in UTF-8. */
  bytesOf(index: number): Uint8Array<ArrayBuffer> {
    const { bytes, ends } = this.#packed
    if (index >= ends.length) return encoder.encode(this.at(index))
    return bytes.subarray(index > 0 ? ends[index - 1] : 0, ends[index])
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
