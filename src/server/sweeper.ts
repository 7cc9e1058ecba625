import cron from 'node-cron'
import type { Logger } from 'pino'
import { sweep } from '../domain/sweep.ts'
import type { Services } from '../graphql/context.ts'
import { ClockWatch } from './clock.ts'

/** A sweeper at work. */
export interface Sweeper {
  /** Sweeps now, if it may; what the schedule calls. @returns the runs given up */
  tick(): Promise<string[]>
  stop(): Promise<void>
}

/**
 * Gives up silent runs every `every` seconds. A silence counts only if the daemon could have heard: no verdict falls
 * before it has been up, with its database reachable, nothing refused and its clock undisturbed, for a whole timeout.
 */
export function startSweeper(
  services: Services,
  every: number,
  log: Logger,
  clock = new ClockWatch(services.now),
): Sweeper {
  const { store, bus, ingest, now, liveTimeout } = services
  let listeningSince = now()
  let { refusals } = ingest

  const tick = async (): Promise<string[]> => {
    if (clock.jumped()) {
      listeningSince = now()
      log.warn('the clock jumped; no build is given up before a whole timeout has passed')
    }
    if (ingest.refusals !== refusals) {
      refusals = ingest.refusals
      listeningSince = now()
    }
    if (now() - listeningSince < liveTimeout) return []
    try {
      const crashed = await sweep(store, bus, now(), liveTimeout)
      for (const run of crashed) log.info({ run }, 'gave up a silent build')
      return crashed
    } catch (err) {
      listeningSince = now()
      log.error({ err }, 'sweep failed')
      return []
    }
  }

  const task = cron.schedule(`*/${every} * * * * *`, tick, { noOverlap: true, name: 'crash sweep' })
  return {
    tick,
    async stop() {
      await task.destroy()
    },
  }
}
