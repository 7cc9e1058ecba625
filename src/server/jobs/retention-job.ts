import cron from 'node-cron'
import type { Logger } from 'pino'
import { retain, type Retention } from '../../services/retention.ts'
import type { ClockReport } from './clock-report.ts'
import { cronLogger } from './cron-logger.ts'

/** Looks every minute, beside the sweeper, for runs beyond the limits of retention; never if there are no limits. */
export function startRetainer(retention: Retention, log: Logger, clocks: ClockReport) {
  const { age, runs, bytes } = retention.keep
  if (age === undefined && runs === undefined && bytes === undefined) return { stop: async () => {} }
  const tick = async () => {
    try {
      await clocks.compare()
      // By a wrong clock, everything may be old.
      if (clocks.isOdd) return
      const gone = await retain(retention)
      if (gone) log.info({ runs: gone }, 'retention deleted runs')
    } catch (err) {
      log.error({ err }, 'retention failed')
    }
  }
  const task = cron.schedule('30 * * * * *', tick, {
    noOverlap: true,
    name: 'retention',
    logger: cronLogger(log),
  })
  return { stop: async () => void (await task.destroy()) }
}
