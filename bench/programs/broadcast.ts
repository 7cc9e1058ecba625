import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { serve } from '../support/remote.ts'

/** The least that a fan-out in Node can be: `ws` sends the same ready texts to every socket. */
const api = { listen, broadcast }
export type Broadcast = typeof api

/** Bytes that may wait on a socket; more would measure memory. */
const MOST_WAITING = 1024 * 1024

let sockets: WebSocketServer

/** @returns its address */
async function listen(): Promise<string> {
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(sockets, 'listening')
  return `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`
}

/** @returns when it began, milliseconds since 1970 */
async function broadcast({ messages }: { messages: readonly string[] }): Promise<number> {
  const began = performance.timeOrigin + performance.now()
  for (const message of messages) {
    for (const socket of sockets.clients) socket.send(message)
    while ([...sockets.clients].some((socket) => socket.bufferedAmount > MOST_WAITING)) await setImmediate()
  }
  return began
}

serve(api)
