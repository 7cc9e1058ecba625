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
  readonly tick: Tick
  stop(): Promise<void>
}

/** Gives up silent runs. @returns their ids */
type Tick = () => Promise<string[]>

/** Gives up silent runs, every `every` seconds. */
export function startSweeper(
  services: Services,
  every: number,
  log: Logger,
  clocks: ClockReport,
  clock = new ClockWatch(services.now),
): Sweeper {
  const tick = createSweeper(services, every, log, clocks, clock)
  const task = cron.schedule(`*/${every} * * * * *`, tick, {
    noOverlap: true,
    name: 'crash sweep',
    logger: cronLogger(log),
  })
  return { tick, stop: async () => void (await task.destroy()) }
}

/** The needs of a sweep. */
type SweepServices = Pick<Services, 'store' | 'bus' | 'ingest' | 'now' | 'liveTimeout'>

/**
 * Makes a sweeper, to be called every `every` seconds. A silence counts only while the daemon could have received submissions.
 * It begins anew if a look fails or comes late, if the daemon refused a submission, or if the clock jumps. A daemon whose clock
 * is the wrong one gives nothing up.
 */
export function createSweeper(
  { store, bus, ingest, now, liveTimeout }: SweepServices,
  every: number,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
  clocks: ClockReport,
  clock: ClockWatch,
): Tick {
  const silence = new Silence()
  let { refusals } = ingest

  return async () => {
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
      const crashed = await sweep(store, bus, silent, now(), (runs) => ingest.onEnd(runs))
      for (const run of crashed) log.info({ run }, 'gave up a silent build')
      return crashed
    } catch (err) {
      silence.forget()
      log.error({ err }, 'sweep failed')
      return []
    }
  }
}
