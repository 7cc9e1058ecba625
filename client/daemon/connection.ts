import { createEventHook } from '@vueuse/core'
import type { ClientOptions } from 'graphql-ws'
import { readonly, shallowRef } from 'vue'
import { startClock, stopClock } from './server-clock.ts'

/**
 * `connecting` before the first connection, `live`, `away` when the daemon cannot be reached, or `locked` when it
 * wants a token.
 */
export type Connection = 'connecting' | 'live' | 'away' | 'locked'

/** Time that a lost connection may take to come back before the page reports it, in milliseconds. */
const PATIENCE_MS = 1500
/** Time that a ping may take, in milliseconds. */
const PONG_MS = 5000

const state = shallowRef<Connection>('connecting')
const reconnected = createEventHook<void>()
let lost: ReturnType<typeof setTimeout> | undefined
let silent: ReturnType<typeof setTimeout> | undefined
let socket: WebSocket | undefined

/** For the WebSocket client: keeps the state of the connection. */
export const connectionListeners: NonNullable<ClientOptions['on']> = {
  connected: (connectedSocket, _payload, wasRetry) => {
    socket = connectedSocket as WebSocket
    clearTimeout(lost)
    lost = undefined
    startClock()
    state.value = 'live'
    if (wasRetry) void reconnected.trigger()
  },
  closed: () => {
    clearTimeout(silent)
    lost ??= setTimeout(() => {
      stopClock()
      if (state.value !== 'locked') state.value = 'away'
    }, PATIENCE_MS)
  },
  // A dead connection is only noticed by its silence.
  ping: (received) => {
    if (!received) silent = setTimeout(() => socket?.close(4408, 'Ping unanswered'), PONG_MS)
  },
  pong: (received) => {
    if (received) clearTimeout(silent)
  },
}

/** Notes that the daemon refused a request for want of a token: a session ends with the daemon that opened it. */
export function noteRefusal(): void {
  stopClock()
  state.value = 'locked'
}

/** The state of the connection to the daemon. */
export const connection = readonly(state)

/** A hook for when the connection came back. */
export const onReconnected = reconnected.on
