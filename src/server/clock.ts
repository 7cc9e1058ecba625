/**
 * Tells when the wall clock cannot be trusted to have measured a silence: after it was set, and after the machine
 * slept. Compares it with the monotonic clock, which neither touches (clock_gettime(2)).
 */
export class ClockWatch {
  #wall: number
  #steady: number

  constructor(
    private readonly now: () => number,
    private readonly monotonic: () => number = () => performance.now(),
    /** How far they may drift apart between two looks, in milliseconds. */
    private readonly tolerance = 2000,
  ) {
    this.#wall = now()
    this.#steady = monotonic()
  }

  /** Whether the wall clock jumped since the last look, either way. */
  jumped(): boolean {
    const wall = this.now()
    const steady = this.monotonic()
    const drift = Math.abs(wall - this.#wall - (steady - this.#steady))
    this.#wall = wall
    this.#steady = steady
    return drift > this.tolerance
  }
}
