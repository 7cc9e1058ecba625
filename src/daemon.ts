import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { Analyst } from './analysis/analyst.ts'
import type { Config } from './config.ts'
import { safeJson } from './domain/analysis/visible.ts'
import { Ingest } from './services/ingest.ts'
import { takeInSpool } from './services/spool-intake.ts'
import type { Services } from './graphql/context.ts'
import { LOOPBACK_ADDRESSES } from './loopback.ts'
import { Bus } from './live/bus.ts'
import { Clocks } from './live/clocks.ts'
import { EventLog } from './live/event-log.ts'
import { createAudit } from './server/access/audit.ts'
import { byTokens } from './server/access/credentials.ts'
import { readTokenFile } from './server/access/token-file.ts'
import { parseToken, SHORTEST_FLAG, type Token } from './server/access/token.ts'
import { reportClocks } from './server/jobs/clock-report.ts'
import { createGuard } from './server/access/guard.ts'
import { createHttpServer } from './server/http.ts'
import { listen } from './server/listen.ts'
import { startForwarder } from './server/otlp/forwarder.ts'
import { startRetainer } from './server/jobs/retention-job.ts'
import { startSweeper } from './server/jobs/sweeper.ts'
import { startWebhook } from './server/webhook/webhook.ts'
import { openStore } from './store/store.ts'
import { spoolDirectory } from './spool/spool.ts'

/** A running daemon. */
export interface Daemon {
  /** Its address, with the port it got. */
  readonly url: string
  /** Stops accepting requests, finishes the accepted ones, closes. */
  close(): Promise<void>
}

/**
 * Starts a daemon: store, ingest, graph, HTTP, in that order.
 * @param now the server's clock, in milliseconds since 1970
 * @throws Misconfigured if the port is taken or the database cannot be used
 */
export async function startDaemon(config: Config, now: () => number = Date.now): Promise<Daemon> {
  // A log line quotes requests and submissions, and may be read on a terminal.
  const hooks = { streamWrite: safeJson }
  const log = pino({ level: config.logLevel, hooks }, pino.destination({ dest: 2, sync: true }))
  const tokens = readTokens(config)
  const credentials = tokens.length ? byTokens(tokens, createAudit(log)) : undefined
  const guard = createGuard({ ...config, ...(credentials && { credentials }) })
  const store = await openStore({ ...config, tell: (text) => log.warn(text) })
  const bus = new Bus(
    config.redisUrl ? (await import('./live/redis.ts')).connectRedis(config.redisUrl, log, now) : undefined,
  )
  const ingest = new Ingest(store, bus, now)
  const eventLog = new EventLog(store)
  const analyst = new Analyst(store.rows)
  const liveTimeout = config.crashTimeout * 1000
  const services: Services = { store, bus, eventLog, ingest, analyst, now, liveTimeout }
  const http = createHttpServer(services, guard, log, undefined, config)
  try {
    await listen(http.server, config.port, config.host, log)
  } catch (error) {
    bus.close()
    await store.close()
    throw error
  }
  const url = urlOf(config.host, (http.server.address() as AddressInfo).port)
  const webhook = config.webhook && startWebhook(config.webhook, { ...config, ...http, now, log })
  const forwarder = config.otlp && startForwarder(config.otlp, { ...services, metrics: http.metrics, log })
  ingest.onEnd = (runs) => {
    http.metrics.builds(runs)
    webhook?.add(runs)
    forwarder?.add(runs)
  }
  const clocks = new Clocks(store, now)
  bus.onHint = (hint) => clocks.hear(hint)
  http.metrics.clocks(() => clocks)
  const report = reportClocks(clocks, bus, log)
  const sweeper = startSweeper(services, config.sweepEvery, log, report)
  const retainer = startRetainer({ ...services, keep: config.keep }, log, report)
  log.info({ url, data: config.data }, 'listening')
  const stopping = new AbortController()
  const notice = (path: string, what: string) => log.warn(`${path} ${what}`)
  const intake = takeInSpool(ingest, spoolDirectory(config.data), stopping.signal, notice).then(
    (taken) => taken.files > 0 && log.info(taken, 'spool taken in'),
    (error: unknown) => log.error({ err: error }, 'the spool cannot be taken in'),
  )
  return {
    url,
    async close() {
      stopping.abort()
      await intake
      await sweeper.stop()
      await retainer.stop()
      await webhook?.close()
      await forwarder?.close()
      await http.close()
      await analyst.close()
      await ingest.idle()
      bus.close()
      await store.close()
      log.info('stopped')
    },
  }
}

const readTokens = ({ tokens, tokenFile }: Config): Token[] => [
  ...tokens.map((text) => parseToken(text, SHORTEST_FLAG)),
  ...(tokenFile === undefined ? [] : readTokenFile(tokenFile)),
]

function urlOf(host: string, port: number): string {
  const name = [...LOOPBACK_ADDRESSES, '0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
