import type { FileUses } from '../recorded.ts'

/** A part of the record of a run's files: names with their ids from `first` on, and their uses by processes. */
export interface FilesPart {
  readonly first: number
  readonly names: readonly string[]
  readonly processes: readonly {
    /** Row of the process; −1 if none was recorded. */
    readonly row: number
    /** Lookups that found nothing. */
    readonly failed: number
    /** Pairs: the id of a file less the one before it, and a sum of `ACCESS`. */
    readonly accesses: readonly number[]
  }[]
}

/** The files that the processes used, with those that they searched in vain. */
export interface DecodedFiles extends FileUses {
  /** Lookups that found nothing, by row. */
  readonly failed: ArrayLike<number>
}

/** Uses of a part, before all names are known. */
interface Uses {
  readonly row: Int32Array
  readonly id: Float64Array
  readonly access: Uint8Array
}

/** Above all sums of `ACCESS`. */
const FLAGS_END = 128

/**
 * Puts the parts of a run together, in whatever order they come. Uses of the same file by the same process become one. A use
 * whose name is missing is left out, and so is a process without a row. O(n log n).
 * @param count rows of the run's processes
 */
export function decodeParts(parts: Iterable<FilesPart>, count: number): DecodedFiles {
  const table = new NameTable()
  const failed = new Float64Array(count)
  const recorded: Uses[] = []
  for (const part of parts) {
    table.add(part.first, part.names)
    for (const { row, failed: more } of part.processes) if (row >= 0) failed[row]! += more
    recorded.push(usesOf(part))
  }
  const places = table.finish()
  const first = new Uint32Array(count + 1)
  const packed = byRow(recorded, places, first)
  return { names: table.names, ...merged(packed, first), failed }
}

function usesOf({ processes }: FilesPart): Uses {
  const known = processes.filter(({ row }) => row >= 0)
  const length = known.reduce((sum, { accesses }) => sum + accesses.length / 2, 0)
  const uses: Uses = {
    row: new Int32Array(length),
    id: new Float64Array(length),
    access: new Uint8Array(length),
  }
  let at = 0
  for (const { row, accesses } of known) {
    let id = 0
    for (let pair = 0; pair < accesses.length; pair += 2) {
      id += accesses[pair]!
      uses.row[at] = row
      uses.id[at] = id
      uses.access[at++] = accesses[pair + 1]!
    }
  }
  return uses
}

/** The uses of each row together, a file and its flags as one number. @param first is filled: where each row begins */
function byRow(recorded: readonly Uses[], placeOf: (id: number) => number, first: Uint32Array): Float64Array {
  const files = recorded.map(({ id }) => Int32Array.from(id, placeOf))
  recorded.forEach(({ row }, part) => {
    for (let i = 0; i < row.length; i++) if (files[part]![i]! >= 0) first[row[i]! + 1]!++
  })
  for (let row = 1; row < first.length; row++) first[row]! += first[row - 1]!
  const packed = new Float64Array(first.at(-1)!)
  const next = first.slice()
  recorded.forEach(({ row, access }, part) => {
    for (let i = 0; i < row.length; i++) {
      const file = files[part]![i]!
      if (file >= 0) packed[next[row[i]!]!++] = file * FLAGS_END + access[i]!
    }
  })
  return packed
}

/** Sorts the uses of each row by file, and makes one of those of the same file. */
function merged(packed: Float64Array, begin: Uint32Array): Pick<FileUses, 'first' | 'file' | 'access'> {
  const first = new Uint32Array(begin.length)
  const file = new Uint32Array(packed.length)
  const access = new Uint8Array(packed.length)
  let kept = 0
  for (let row = 0; row + 1 < begin.length; row++) {
    first[row] = kept
    for (const use of packed.subarray(begin[row], begin[row + 1]).sort()) {
      const flags = use % FLAGS_END
      const place = (use - flags) / FLAGS_END
      if (kept > first[row]! && file[kept - 1] === place) access[kept - 1]! |= flags
      else {
        file[kept] = place
        access[kept++] = flags
      }
    }
  }
  first[begin.length - 1] = kept
  return { first, file: file.slice(0, kept), access: access.slice(0, kept) }
}

/** The names of a run, each once, and which of them an id means. */
class NameTable {
  readonly names: string[] = []
  readonly #places = new Map<string, number>()
  readonly #ranges: { readonly first: number; readonly places: Uint32Array }[] = []

  add(first: number, names: readonly string[]): void {
    if (names.length)
      this.#ranges.push({ first, places: Uint32Array.from(names, (name) => this.#placeOf(name)) })
  }

  /** @returns what tells the place of an id in `names`; −1 for one without a name */
  finish(): (id: number) => number {
    const ranges = this.#ranges.sort((a, b) => a.first - b.first)
    return (id) => {
      let low = 0
      for (let high = ranges.length; low < high;) {
        const middle = (low + high) >>> 1
        if (ranges[middle]!.first <= id) low = middle + 1
        else high = middle
      }
      const range = ranges[low - 1]
      return range?.places[id - range.first] ?? -1
    }
  }

  #placeOf(name: string): number {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    this.#places.set(name, this.names.length)
    return this.names.push(name) - 1
  }
}
