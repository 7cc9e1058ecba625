/** Changes whenever the daemon receives anything of a run. */
export type Mark = string

/** A run at one look. */
interface Seen {
  readonly mark: Mark
  /** The first look with this mark, by the steady clock. */
  readonly since: number
}

/**
 * Measures the silence of runs by the changes that this daemon sees, on a clock that nobody sets. So no run seems silent
 * because a clock is wrong, jumps, or differs from another daemon's.
 */
export class Silence {
  #seen = new Map<string, Seen>()

  /**
   * Looks at the runs that have not ended.
   * @param now by the steady clock, in milliseconds
   * @returns the runs whose mark has not changed for `timeout` milliseconds
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

  /** Begins again, because for a while the daemon could not receive anything. */
  forget(): void {
    this.#seen.clear()
  }
}
