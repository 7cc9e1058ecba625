import type { Logger } from 'pino'
import type { Bus } from '../../live/bus.ts'
import { CLOCK_LIMIT, type Clocks } from '../../live/clocks.ts'

/** A report on the clocks, for jobs that judge by time. */
export interface ClockReport {
  /** Compares the clocks. @throws Unavailable */
  compare(): Promise<void>
  /** Whether our clock is the wrong one. Then nothing may be judged by it. */
  readonly isOdd: boolean
}

/** Compares the clocks, and says when ours or another's becomes wrong, and when it is right again: each once. */
export function reportClocks(clocks: Clocks, bus: Bus, log: Logger): ClockReport {
  let odd = false
  let differs = false
  const seconds = (milliseconds = 0) => Math.round(milliseconds / 1000)
  return {
    async compare() {
      bus.greet()
      await clocks.compare()
      if (clocks.isOdd !== odd) {
        odd = clocks.isOdd
        const ahead = seconds(clocks.database)
        if (odd)
          log.error(
            { ahead },
            "this machine's clock differs from the database's; this daemon gives up and deletes no build until the clock is set",
          )
        else log.warn({ ahead }, "this machine's clock agrees with the database's again")
      }
      const { peers } = clocks
      if (Math.abs(peers ?? 0) > CLOCK_LIMIT !== differs) {
        differs = !differs
        if (differs)
          log.warn({ ahead: seconds(peers) }, "the clock of another daemon differs from this machine's")
        else log.warn('the clocks of the other daemons agree again')
      }
    },
    get isOdd() {
      return clocks.isOdd
    },
  }
}
