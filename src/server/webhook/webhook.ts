import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { WebhookConfig } from '../../config.ts'
import type { RunRow } from '../../domain/model.ts'
import { isNews } from '../../domain/news.ts'
import { readEndedRun } from '../../rest/ended-run.ts'
import type { Graph } from '../graphql/graph.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { Outbox, type Waiting } from './outbox.ts'
import { post } from './post.ts'
import { readSecret, signedHeaders } from './signature.ts'

/** The daemon's part in a webhook. */
interface Host {
  /** The data directory. */
  readonly data: string
  readonly graph: Graph
  readonly metrics: Metrics
  /** The server's clock, in milliseconds. */
  readonly now: () => number
  readonly log: Logger
}

/** Pauses, in milliseconds. */
export interface Pauses {
  /** From the end of a run to its message: the last submissions of a run come apart. */
  readonly settle: number
  /** After a failed attempt; doubled after each further one. */
  readonly first: number
  readonly longest: number
}

const PAUSES: Pauses = { settle: 1000, first: 5000, longest: 60 * 60 * 1000 }

/** A message that nobody took for so long is dropped, in milliseconds. */
const MOST_AGE = 24 * 60 * 60 * 1000

/** Reads in the daemon's own name. */
const OURSELVES = {
  name: 'webhook',
  from: 'buildspyd',
  scopes: new Set(['read'] as const),
  expires: Infinity,
}

/** A webhook at work. */
export interface Webhook {
  /** Takes runs that ended. */
  add(runs: readonly RunRow[]): void
  /** Stops after the attempt under way. The other messages wait for the next start. */
  close(): Promise<void>
}

/**
 * Posts a signed message for each run that ends, one at a time, in their order. After a failed attempt, all wait. Messages wait in the
 * data directory. The daemon that stores the end of a run sends its message, so several daemons send one.
 * @throws Misconfigured if the secret cannot be read
 */
export function startWebhook({ url, secretFile }: WebhookConfig, host: Host, pauses = PAUSES): Webhook {
  const { data, graph, metrics, now, log } = host
  const key = readSecret(secretFile)
  const outbox = new Outbox(join(data, 'webhook'))
  const count = metrics.webhook(() => outbox.size)
  const stopping = new AbortController()
  const { signal } = stopping
  let wake = () => {}
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => {})

  const work = (async () => {
    let failures = 0
    while (!signal.aborted) {
      const { first } = outbox
      if (!first) await new Promise<void>((resolve) => (wake = resolve))
      else if (await attempt(first)) failures = 0
      else await pause(Math.min(pauses.first * 2 ** failures++, pauses.longest))
    }
  })()

  async function attempt(message: Waiting): Promise<boolean> {
    try {
      return await deliver(message)
    } catch (err) {
      log.error({ err, run: message.runId }, 'the message of the webhook cannot be made')
      return false
    }
  }

  /** @returns whether the message is done with @throws if the run cannot be read */
  async function deliver(message: Waiting): Promise<boolean> {
    await pause(message.at + pauses.settle - now())
    if (signal.aborted) return false
    if (now() - message.at > MOST_AGE) {
      log.error({ run: message.runId }, 'nobody took the message of the webhook for a day')
      return done('dropped')
    }
    const body = await bodyOf(message)
    if (body === undefined) return done()
    const headers = signedHeaders(key, message.id, Math.floor(now() / 1000), body)
    const { result, reason } = await post(url, headers, body, signal)
    if (signal.aborted && result === 'retried') return false
    if (result !== 'delivered') log.warn({ run: message.runId, reason }, `the webhook: ${result}`)
    if (result !== 'retried') return done(result)
    count(result)
    return false
  }

  function done(result?: 'delivered' | 'refused' | 'dropped'): true {
    outbox.shift()
    if (result) count(result)
    return true
  }

  /** @returns undefined if the run is gone, or began anew */
  async function bodyOf({ runId }: Waiting): Promise<string | undefined> {
    const run = await readEndedRun(graph.as(OURSELVES), runId)
    return run && JSON.stringify({ type: `build.${run.outcome}`, timestamp: run.end_time, data: run })
  }

  return {
    add(runs) {
      for (const run of runs) if (isNews(run, now())) keep(run)
      wake()
    },
    async close() {
      stopping.abort()
      wake()
      await work
    },
  }

  function keep({ id }: RunRow): void {
    try {
      if (outbox.add(id, now())) return
      log.error({ run: id }, 'the outbox of the webhook is full')
    } catch (err) {
      log.error({ err, run: id }, 'the outbox of the webhook cannot be written')
    }
    count('dropped')
  }
}
