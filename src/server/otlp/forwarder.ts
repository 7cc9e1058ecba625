import type { Logger } from 'pino'
import type { RunRow } from '../../domain/model.ts'
import type { Services } from '../../graphql/context.ts'
import type { Collector } from '../../otlp/collector.ts'
import { sendRequests } from '../../otlp/send.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { ForwardQueue } from './forward-queue.ts'
import { requestsOfStoredRun } from './stored-run.ts'

/** A collector has so long to take a run, milliseconds. */
const SEND_MS = 60_000

/** A forwarder at work. */
export interface Forwarder {
  /** Takes runs that ended. */
  add(runs: readonly RunRow[]): void
  /** Stops at once. The runs that wait are not sent. */
  close(): Promise<void>
}

/**
 * Sends each run that ends to a collector of OpenTelemetry. The daemon that stores the end of a run sends it, so several daemons
 * send it once.
 */
export function startForwarder(
  collector: Collector,
  { log, metrics, ...services }: Services & { readonly metrics: Metrics; readonly log: Logger },
): Forwarder {
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
  return {
    add(runs) {
      for (const { id } of runs) queue.add(id)
    },
    async close() {
      const { length } = queue
      await queue.stop()
      if (length > 0) log.warn({ runs: length }, 'stopped before all runs were forwarded')
    },
  }
}
