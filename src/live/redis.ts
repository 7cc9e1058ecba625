import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Relay } from './bus.ts'
import { MOST_RUNS, printHint, readHint } from './hint.ts'

const CHANNEL = 'buildspy:hints'

/** Hints on their way to Redis, at most. More are dropped, because subscribers read again by themselves. */
const UNDER_WAY = 100

/** Pause between two log lines about messages that are not hints, in milliseconds. */
const TELL_EVERY = 60_000

/**
 * Carries hints to and from the other daemons on this Redis. Nothing waits for Redis. While Redis is away, hints are dropped,
 * the log says so once, and the connections come back by themselves. Messages that are not hints are dropped and counted, and
 * logged once a minute.
 * @param url `redis://…` or `rediss://…`
 * @param now the server's clock, in milliseconds
 */
export function connectRedis(url: string, log: Logger, now: () => number = Date.now): Relay {
  const options = {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) => Math.min(attempt * 50, 1000),
  }
  const publisher = new Redis(url, { ...options, enableOfflineQueue: false })
  const subscriber = new Redis(url, options)
  let away = false
  let closed = false
  const lost = (err: Error) => {
    if (!away) log.warn({ err }, 'Redis cannot be reached; changes at other daemons show within two seconds')
    away = true
  }
  const found = () => {
    if (away && publisher.status === 'ready' && subscriber.status === 'ready') {
      log.warn('Redis is back')
      away = false
    }
  }
  for (const client of [publisher, subscriber]) client.on('error', lost).on('ready', found)

  const self = randomUUID()
  let underWay = 0
  const publish = (runs: readonly string[]) => {
    if (closed || underWay >= UNDER_WAY) return
    underWay++
    publisher
      .publish(CHANNEL, printHint({ from: self, runs, at: now() }))
      // The event above reports the failure.
      .catch(() => {})
      .finally(() => underWay--)
  }

  let refused = 0
  let toldAt = -Infinity
  const refuse = (bytes: number) => {
    refused++
    if (performance.now() - toldAt < TELL_EVERY) return
    toldAt = performance.now()
    log.warn({ bytes, refused }, `what came by the channel ${CHANNEL} of Redis is no hint of a daemon`)
  }

  return {
    send(runs) {
      for (let at = 0; at < runs.length; at += MOST_RUNS) publish(runs.slice(at, at + MOST_RUNS))
    },
    greet: () => publish([]),
    refused: () => refused,
    receive(listener) {
      subscriber.on('messageBuffer', (_channel: Buffer, message: Buffer) => {
        const hint = readHint(message)
        if (!hint) return refuse(message.length)
        if (hint.from === self) return
        try {
          listener(hint)
        } catch (err) {
          log.error({ err }, 'a hint of another daemon was not heard')
        }
      })
      subscriber.subscribe(CHANNEL).catch(() => {})
    },
    close() {
      closed = true
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}
