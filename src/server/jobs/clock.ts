/** A statement about the time since the look before. */
export type Look = 'undisturbed' | 'the clock jumped' | 'the daemon stood still'

/** How far clocks may drift apart, and a look may be late, in milliseconds. */
const TOLERANCE = 2000

/**
 * Detects that the time between two looks does not measure a silence, because the clock was set, the machine slept, or the
 * process was stopped. It compares the wall clock with the monotonic clock, which nobody sets and which does not count sleep
 * (clock_gettime(2)).
 */
export class ClockWatch {
  #wall: number
  #steady: number

  constructor(
    private readonly now: () => number,
    /** Milliseconds of a clock that nobody sets. */
    readonly steady: () => number = () => performance.now(),
  ) {
    this.#wall = now()
    this.#steady = steady()
  }

  /** @param every milliseconds from one look to the next, at most */
  look(every: number): Look {
    const [wall, steady] = [this.now(), this.steady()]
    const passed = steady - this.#steady
    const drift = Math.abs(wall - this.#wall - passed)
    this.#wall = wall
    this.#steady = steady
    if (drift > TOLERANCE) return 'the clock jumped'
    return passed > every + TOLERANCE ? 'the daemon stood still' : 'undisturbed'
  }
}
