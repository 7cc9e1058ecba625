import { cacheExchange, Client, fetchExchange, subscriptionExchange } from '@urql/core'
import { createClient } from 'graphql-ws'
import { noteServerTime } from './server-clock.ts'
import { connectionListeners } from './connection.ts'

declare module '@urql/core' {
  interface OperationContext {
    /** Variables that replace a subscription's own at each start, so that it resumes after a lost connection. */
    resumeWith?: () => Record<string, unknown>
  }
}

const LONGEST_WAIT_MS = 10_000

/** The one WebSocket of the page. It stays open so that its state is known, and reconnects for ever. */
const socket = createClient({
  url: () => new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
  lazy: false,
  keepAlive: 10_000,
  connectionAckWaitTimeout: 10_000,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) =>
    new Promise((resolve) =>
      setTimeout(resolve, Math.min(LONGEST_WAIT_MS, 300 * 2 ** retries) * (0.75 + Math.random() / 2)),
    ),
  onNonLazyError: () => {},
  on: connectionListeners,
})

const subscriptions = subscriptionExchange({
  forwardSubscription: ({ query, variables }, { context }) => ({
    subscribe: (sink) => ({
      unsubscribe: socket.subscribe(
        {
          query: query ?? '',
          // A getter, because each connection needs a new payload.
          get variables() {
            return { ...variables, ...context.resumeWith?.() }
          },
        },
        sink as Parameters<typeof socket.subscribe>[1],
      ),
    }),
  }),
})

const options = {
  url: '/graphql',
  preferGetMethod: false,
  fetch: async (...request: Parameters<typeof fetch>) => noteServerTime(await fetch(...request)),
}

/** For lists and pages. */
export const client = new Client({ ...options, exchanges: [cacheExchange, subscriptions, fetchExchange] })

/** For large results that are drawn, not listed. They are not cached. */
export const bulkClient = new Client({ ...options, exchanges: [subscriptions, fetchExchange] })
