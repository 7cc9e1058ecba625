/** A binary heap: the id with the lowest key comes first; of equal keys any. */
export class Heap {
  readonly #keys: number[] = []
  readonly #ids: number[] = []

  get size(): number {
    return this.#keys.length
  }

  /** The lowest key; infinite if there is none. */
  get lowest(): number {
    return this.#keys[0] ?? Infinity
  }

  /** The id with the lowest key; undefined if there is none. */
  get first(): number | undefined {
    return this.#ids[0]
  }

  /** O(log n). */
  push(key: number, id: number): void {
    const keys = this.#keys
    const ids = this.#ids
    let at = keys.length
    while (at > 0) {
      const above = (at - 1) >>> 1
      if (keys[above]! <= key) break
      keys[at] = keys[above]!
      ids[at] = ids[above]!
      at = above
    }
    keys[at] = key
    ids[at] = id
  }

  /** Takes the id with the lowest key. O(log n). */
  pop(): number | undefined {
    const keys = this.#keys
    const ids = this.#ids
    const [first] = ids
    const key = keys.pop()
    const id = ids.pop()
    if (key === undefined || id === undefined || keys.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= keys.length) break
      if (below + 1 < keys.length && keys[below + 1]! < keys[below]!) below++
      if (keys[below]! >= key) break
      keys[at] = keys[below]!
      ids[at] = ids[below]!
      at = below
    }
    keys[at] = key
    ids[at] = id
    return first
  }
}
