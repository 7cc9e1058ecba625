import { unusedFiles } from '../../domain/analysis/files/unused.ts'
import { usersByFile, type FileUsers } from '../../domain/analysis/files/users.ts'
import type { FileUses } from '../../domain/analysis/recorded.ts'
import type { ProcessSpans } from '../../domain/analysis/spans.ts'

/** Data derived from the files of a run at its first use. */
export class FileIndex {
  #users: FileUsers | undefined
  #byName: Uint32Array | undefined
  #places: Uint32Array | undefined
  #unused: Uint32Array | undefined

  constructor(
    readonly files: FileUses,
    private readonly spans: ProcessSpans,
  ) {}

  /** The users of each file. */
  get users(): FileUsers {
    return (this.#users ??= usersByFile(this.files))
  }

  /** The files by name. */
  get byName(): Uint32Array {
    const { names } = this.files
    return (this.#byName ??= Uint32Array.from(names.keys()).sort((a, b) => compare(names[a]!, names[b]!)))
  }

  /** The outputs that nobody needed, by name. */
  get unused(): Uint32Array {
    return (this.#unused ??= this.sorted(unusedFiles(this.files, this.spans)))
  }

  /** Files by name. */
  sorted(files: Iterable<number>): Uint32Array {
    const { byName } = this
    this.#places ??= inverse(byName)
    const places = Uint32Array.from(files, (file) => this.#places![file]!).sort()
    return places.map((place) => byName[place]!)
  }

  /** The file of a name; undefined if no process used it. */
  find(name: string): number | undefined {
    const { byName, files } = this
    const file = byName[lowerBound(byName.length, (at) => files.names[byName[at]!]! < name)]
    return file !== undefined && files.names[file] === name ? file : undefined
  }
}

/** By code units, as `<` does, so that a place in a list can be found by halving. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length)
  order.forEach((file, place) => (places[file] = place))
  return places
}

/** The first place of an ordered list that does not come before the wanted one. */
export function lowerBound(length: number, isBefore: (at: number) => boolean): number {
  let low = 0
  for (let high = length; low < high;) {
    const middle = (low + high) >>> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
