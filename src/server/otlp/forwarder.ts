import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../graphql/context.ts'
import type { Collector } from '../../otlp/collector.ts'
import { sendRequests } from '../../otlp/send.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { FinishedRuns } from './finished-runs.ts'
import { ForwardQueue } from './forward-queue.ts'
import { requestsOfStoredRun } from './stored-run.ts'

/** Between two looks for runs that ended, milliseconds. */
const LOOK_EVERY = 1000

/** A collector has so long to take a run, milliseconds. */
const SEND_MS = 60_000

/** A forwarder at work. */
export interface Forwarder {
  stop(): Promise<void>
}

/** Sends each run that ends to a collector of OpenTelemetry; never without a collector. */
export function startForwarder(
  services: Services,
  collector: Collector | undefined,
  metrics: Metrics,
  log: Logger,
): Forwarder {
  if (!collector) return { stop: async () => {} }
  const counts = { sent: 0, dropped: 0 }
  const queue = new ForwardQueue(
    async (id, stopping) => {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(SEND_MS)])
      await sendRequests(await requestsOfStoredRun(services, id, signal), collector, signal)
    },
    {
      sent: () => counts.sent++,
      dropped(run, reason) {
        counts.dropped++
        log.warn({ run, reason }, 'a run was not forwarded')
      },
    },
  )
  metrics.forwarded(() => ({ ...counts, queued: queue.length }))
  const stopping = new AbortController()
  const looking = look(services, queue, log, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await looking
      const { length } = queue
      await queue.stop()
      if (length > 0) log.warn({ runs: length }, 'stopped before all runs were forwarded')
    },
  }
}

async function look(
  { store, now, liveTimeout }: Services,
  queue: ForwardQueue,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const finished = new FinishedRuns(store, now, liveTimeout)
  while (!signal.aborted) {
    try {
      for (const id of await finished.next()) queue.add(id)
    } catch (err) {
      log.error({ err }, 'runs that ended cannot be found')
    }
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {})
  }
}
