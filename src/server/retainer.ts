import cron from 'node-cron'
import type { Logger } from 'pino'
import { retain, type Retention } from '../domain/retention.ts'

/** Looks each minute, beside the sweeper, for runs beyond what is kept; if there is no limit, never. */
export function startRetainer(retention: Retention, log: Logger) {
  const { age, runs, bytes } = retention.keep
  if (age === undefined && runs === undefined && bytes === undefined) return { stop: async () => {} }
  const tick = () =>
    retain(retention).then(
      (gone) => gone > 0 && log.info({ runs: gone }, 'deleted what is not kept'),
      (err: unknown) => log.error({ err }, 'retention failed'),
    )
  const task = cron.schedule('30 * * * * *', tick, { noOverlap: true, name: 'retention' })
  return { stop: async () => void (await task.destroy()) }
}
