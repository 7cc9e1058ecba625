import cron from 'node-cron'
import type { Logger } from 'pino'
import { Silence } from '../../domain/silence.ts'
import { runningRuns, sweep } from '../../services/sweep.ts'
import type { Services } from '../../graphql/context.ts'
import type { ClockReport } from './clock-report.ts'
import { ClockWatch } from './clock.ts'
import { cronLogger } from './cron-logger.ts'

/** A sweeper at work. */
export interface Sweeper {
  /** Sweeps now, if the time can be trusted. The schedule calls it. */
  tick(): Promise<string[]>
  stop(): Promise<void>
}

/**
 * Gives up silent runs. It looks every `every` seconds. A silence counts only while the daemon could have received submissions.
 * It begins anew if a look fails or comes late, if the daemon refused a submission, or if the clock jumps. A daemon whose clock
 * is the wrong one gives nothing up.
 */
export function startSweeper(
  services: Services,
  every: number,
  log: Logger,
  clocks: ClockReport,
  clock = new ClockWatch(services.now),
): Sweeper {
  const { store, bus, ingest, now, liveTimeout } = services
  const silence = new Silence()
  let { refusals } = ingest

  const tick = async (): Promise<string[]> => {
    const look = clock.look(every * 1000)
    if (look !== 'undisturbed') {
      silence.forget()
      log.warn(`${look}; no build is given up before a whole timeout has passed`)
    }
    if (ingest.refusals !== refusals) {
      refusals = ingest.refusals
      silence.forget()
    }
    try {
      await clocks.compare()
      const silent = silence.look(await runningRuns(store), clock.steady(), liveTimeout)
      if (clocks.isOdd) return []
      const crashed = await sweep(store, bus, silent, now())
      for (const run of crashed) log.info({ run }, 'gave up a silent build')
      return crashed
    } catch (err) {
      silence.forget()
      log.error({ err }, 'sweep failed')
      return []
    }
  }

  const task = cron.schedule(`*/${every} * * * * *`, tick, {
    noOverlap: true,
    name: 'crash sweep',
    logger: cronLogger(log),
  })
  return {
    tick,
    async stop() {
      await task.destroy()
    },
  }
}
