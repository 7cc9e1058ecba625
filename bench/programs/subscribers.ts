import { once } from 'node:events'
import { WebSocket } from 'ws'
import { serve } from '../support/remote.ts'

/** Many subscribers in one process, cheap enough to leave the server the bottleneck: they look for texts, no more. */
const api = { watch, received, forget, latencies }
export type Subscribers = typeof api

/** One of so many subscribers keeps the times of its events. */
const SAMPLED = 10

interface Watcher {
  readonly socket: WebSocket
  /** When a message with the marker came, milliseconds since 1970. */
  readonly marked: Promise<number>
}

let watchers: Watcher[] = []
let messages: string[] = []
let late: number[] = []

/** Opens sockets one after the other, each with the same subscription. */
async function watch({ url, path, count, subscribe, marker }: Watch): Promise<void> {
  watchers = []
  messages = []
  late = []
  for (let n = 0; n < count; n++) {
    const protocol = subscribe === undefined ? [] : ['graphql-transport-ws']
    const socket = new WebSocket(url.replace('http', 'ws') + path, protocol, { skipUTF8Validation: true })
    const wanted = Buffer.from(marker)
    const marked = new Promise<number>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (n === 0) messages.push(data.toString())
        else if (n % SAMPLED === 0) noteTimes(data.toString())
        if (data.includes(wanted)) resolve(now())
      })
    })
    await once(socket, 'open')
    if (subscribe !== undefined) {
      socket.send('{"type":"connection_init"}')
      await once(socket, 'message')
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscribe } }))
    }
    watchers.push({ socket, marked })
  }
  messages = []
}

interface Watch {
  readonly url: string
  readonly path: string
  readonly count: number
  /** A GraphQL subscription; a plain socket if absent. */
  readonly subscribe?: string
  /** A text in the last message. */
  readonly marker: string
}

/** Waits for the marker everywhere. @returns when the last got it, and the messages that the first one got */
async function received(): Promise<{ at: number; messages: string[] }> {
  const times = await Promise.all(watchers.map(({ marked }) => marked))
  return { at: Math.max(...times), messages }
}

async function forget(): Promise<void> {
  for (const { socket } of watchers) socket.terminate()
}

/** How long after its timestamp each sampled event came, in milliseconds. */
async function latencies(): Promise<number[]> {
  return late
}

function noteTimes(text: string): void {
  const at = now()
  for (const [, time] of text.matchAll(/"timestamp":"([^"]+)"/g)) late.push(at - Date.parse(time!))
}

const now = () => performance.timeOrigin + performance.now()

serve(api)
