import { randomUUID } from 'node:crypto'
import { createRedisEventTarget } from '@graphql-yoga/redis-event-target'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Relay } from './bus.ts'

const CHANNEL = 'buildspy:hints'

/** Hints on their way to Redis, at most; more are dropped, as watchers read again by themselves. */
const UNDER_WAY = 100

/** What goes over the wire: who committed, and which runs. */
type Hint = CustomEvent<{ readonly from: string; readonly runs: readonly string[] }>

/**
 * Takes hints to the other daemons that use this Redis, and brings theirs. Nothing waits for Redis: while it is away
 * hints are dropped, which is logged once, and the connections come back by themselves.
 * @param url `redis://…` or `rediss://…`
 */
export function connectRedis(url: string, log: Logger): Relay {
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

  let underWay = 0
  const target = createRedisEventTarget<Hint>({
    // The target drops the promises of its clients: what fails in them is told by the event above.
    publishClient: {
      async publish(channel: string, message: string) {
        if (underWay >= UNDER_WAY) return
        underWay++
        await publisher.publish(channel, message).catch(() => {})
        underWay--
      },
    } as unknown as Redis,
    subscribeClient: {
      on: subscriber.on.bind(subscriber),
      subscribe: (channel: string) => subscriber.subscribe(channel).catch(() => {}),
    } as unknown as Redis,
  })
  const self = randomUUID()

  return {
    send(runs) {
      if (!closed) target.dispatchEvent(new CustomEvent(CHANNEL, { detail: { from: self, runs } }))
    },
    receive(listener) {
      target.addEventListener(CHANNEL, ({ detail }) => detail.from !== self && listener(detail.runs))
    },
    close() {
      closed = true
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}
