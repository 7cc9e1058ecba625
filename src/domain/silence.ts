/** What changes in a run whenever anything of it is received. */
export type Mark = string

/** A run at a look. */
interface Seen {
  readonly mark: Mark
  /** When it was first seen so, by the steady clock. */
  readonly since: number
}

/**
 * Measures how long runs have been silent, by what this daemon itself sees change, on a clock that nobody sets. So a
 * clock that is wrong, jumps or differs from that of the daemon that heard a run makes nobody silent.
 */
export class Silence {
  #seen = new Map<string, Seen>()

  /**
   * Looks at the runs that have not ended.
   * @param now by the steady clock, in milliseconds
   * @returns those whose mark has stood for `timeout` milliseconds
   */
  look(running: ReadonlyMap<string, Mark>, now: number, timeout: number): Map<string, Mark> {
    const seen = new Map<string, Seen>()
    const silent = new Map<string, Mark>()
    for (const [id, mark] of running) {
      const before = this.#seen.get(id)
      const current = before?.mark === mark ? before : { mark, since: now }
      seen.set(id, current)
      if (now - current.since >= timeout) silent.set(id, mark)
    }
    this.#seen = seen
    return silent
  }

  /** Begins anew: for a while nobody could have been heard. */
  forget(): void {
    this.#seen.clear()
  }
}
