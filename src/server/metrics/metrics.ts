import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Ingest } from '../../services/ingest.ts'
import type { Bus } from '../../live/bus.ts'
import type { RunRow } from '../../domain/model.ts'
import { buildMetrics } from './build-metrics.ts'

/** The daemon's metrics, for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats). */
export interface Metrics {
  readonly registry: Registry
  /** Counts a request by route, method and status, with its duration in seconds. */
  request(route: string, method: string, status: number, seconds: number): void
  /** Counts the submissions of a commit, and its duration in seconds. */
  commit(submissions: number, seconds: number): void
  /** Counts runs that ended. */
  builds(runs: readonly RunRow[]): void
  /** Shows the state of the webhook, and returns a function that counts what became of a message. */
  webhook(waiting: () => number): (result: WebhookResult) => void
  /** Shows the differences of the clocks. `read` returns milliseconds, or undefined without a clock to compare. */
  clocks(read: () => Record<'database' | 'peers', number | undefined>): void
  /** Shows what became of the runs for a collector of OpenTelemetry, and how many wait. */
  forwarded(read: () => Record<'sent' | 'dropped' | 'queued', number>): void
}

/**
 * What became of a message: the receiver took it, an attempt failed and another follows, the receiver does not want it, or the outbox was
 * full or the message too old.
 */
export type WebhookResult = 'delivered' | 'retried' | 'refused' | 'dropped'

/** Sets the metrics up. Gauges are read at each scrape. @param now the server's clock, in milliseconds */
export function createMetrics(
  { ingest, bus, now }: { readonly ingest: Ingest; readonly bus: Bus; readonly now: () => number },
  sockets: () => number,
): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'buildspy_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  })
  const submissions = new Counter({
    name: 'buildspy_submissions_total',
    help: 'Submissions committed',
    registers: [registry],
  })
  const commits = new Histogram({
    name: 'buildspy_commit_seconds',
    help: 'Time of a transaction',
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5],
    registers: [registry],
  })
  gauge('buildspy_queue_submissions', 'Submissions that wait for their commit', () => ingest.queued)
  gauge('buildspy_sockets', 'WebSockets and subscriptions by HTTP that are open', sockets)
  const refused: Counter = new Counter({
    name: 'buildspy_hints_refused_total',
    help: 'Invalid hints on the channel of Redis',
    registers: [registry],
    collect() {
      refused.reset()
      refused.inc(bus.refused)
    },
  })

  function gauge(name: string, help: string, read: () => number) {
    const metric: Gauge = new Gauge({ name, help, registers: [registry], collect: () => metric.set(read()) })
  }
  return {
    registry,
    request: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    commit(count, seconds) {
      submissions.inc(count)
      commits.observe(seconds)
    },
    builds: buildMetrics(registry, now),
    webhook(waiting) {
      const messages = new Counter({
        name: 'buildspy_webhook_messages_total',
        help: 'Messages of the webhook, by result: delivered, retried, refused or dropped',
        labelNames: ['result'],
        registers: [registry],
      })
      gauge('buildspy_webhook_waiting', 'Messages that wait for their receiver', waiting)
      return (result) => messages.inc({ result })
    },
    forwarded(read) {
      const runs: Counter = new Counter({
        name: 'buildspy_otlp_runs_total',
        help: 'Runs that were forwarded to the collector, and those that were given up',
        labelNames: ['result'],
        registers: [registry],
        collect() {
          runs.reset()
          const { sent, dropped } = read()
          runs.inc({ result: 'sent' }, sent)
          runs.inc({ result: 'dropped' }, dropped)
        },
      })
      gauge('buildspy_otlp_queue_runs', 'Runs that wait for the collector', () => read().queued)
    },
    clocks(read) {
      const skew: Gauge = new Gauge({
        name: 'buildspy_clock_skew_seconds',
        help: "How far this daemon's clock is ahead of the database's, and of the most different peer's",
        labelNames: ['against'],
        registers: [registry],
        collect() {
          skew.reset()
          const { database, peers } = read()
          for (const [against, value] of [
            ['database', database],
            ['peers', peers],
          ] as const)
            if (value !== undefined) skew.set({ against }, value / 1000)
        },
      })
    },
  }
}
