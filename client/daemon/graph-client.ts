import { cacheExchange, Client, type CombinedError, fetchExchange, subscriptionExchange } from '@urql/core'
import { createClient } from 'graphql-ws'
import { noteServerTime } from './server-clock.ts'
import { connectionListeners, noteRefusal } from './connection.ts'

declare module '@urql/core' {
  interface OperationContext {
    /** Variables that replace a subscription's own at each start, so that it resumes after a lost connection. */
    resumeWith?: () => Record<string, unknown>
  }
}

const LONGEST_WAIT_MS = 10_000
const UNAUTHORIZED = 401

/** Like `fetch`, and takes note of what each response says of the daemon. */
async function fetchNoted(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request)
  if (response.status === UNAUTHORIZED) noteRefusal()
  return noteServerTime(response)
}

/** Asks why a socket was refused, since a browser does not say. */
const findReason = (): void => {
  const headers = { 'content-type': 'application/json' }
  fetchNoted('/graphql', { method: 'POST', headers, body: '{"query":"{ __typename }"}' }).catch(() => {})
}

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
  on: {
    ...connectionListeners,
    closed: (event) => {
      connectionListeners.closed?.(event)
      findReason()
    },
  },
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
  fetch: fetchNoted,
}

/** Why a request failed, in the daemon's words if it answered. */
export const failureOf = (error: CombinedError | undefined): string =>
  error?.graphQLErrors[0]?.message ?? 'The daemon did not respond.'

/** For lists and pages. */
export const client = new Client({ ...options, exchanges: [cacheExchange, subscriptions, fetchExchange] })

/** For large results that are drawn, not listed. They are not cached. */
export const bulkClient = new Client({ ...options, exchanges: [subscriptions, fetchExchange] })
