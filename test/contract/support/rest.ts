import { on, once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { parseJson } from '../../../src/wire/parse.ts'
import { unquoteBytes } from '../../../src/wire/print.ts'
import { ndjson } from '../../support/submissions.ts'
import { Refused, stream, type Api, type BulkDeletion, type Event, type Run } from './api.ts'
import { ENDPOINTS, type Endpoint } from './behaviours.ts'

/** The answer to a request. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it asked for
  readonly body: any
}

/** The API through REST; knows which endpoints were called. */
export interface RestApi extends Api {
  readonly called: ReadonlySet<Endpoint>
  request(method: string, path: string, body?: string, type?: string): Promise<Answer>
  /** Opens a socket that is closed after the test, with what it sends. @throws Refused before the handshake */
  open(path: string): Promise<{ socket: WebSocket; messages: AsyncIterator<unknown> }>
}

/** Submissions that go as lines of one request rather than one by one. */
const MANY = 100

/** @param url of the daemon, without a slash at its end */
export function restApi(url: string): RestApi {
  const called = new Set<Endpoint>()
  const call = (method: string, path: string) => {
    const template = path.split('?', 1)[0]!.replace(/^\/(api|ws)\/runs\/[^/]+/, '/$1/runs/{id}')
    const endpoint = ENDPOINTS.find((each) => each === `${method} ${template}`)
    const other = ENDPOINTS.filter((each) => each.endsWith(` ${template}`))
    // What is asked with another method than the endpoint's shows something of each endpoint of that path.
    for (const each of endpoint ? [endpoint] : other) called.add(each)
  }
  const request: RestApi['request'] = async (method, path, body, type = 'application/json') => {
    call(method, path)
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      ...(body !== undefined && { body, headers: { 'content-type': type } }),
    })
    const text = await response.text()
    const json = text && response.headers.get('content-type')?.startsWith('application/json')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? parseJson(text) : undefined,
    }
  }
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await request(method, path, body && unquoteBytes(JSON.stringify(body)))
    if (answer.status >= 300) throw new Refused(answer.status, answer.body.error)
    return answer.body
  }
  const withDigits = <T extends { mem_usage: unknown }>(process: T) => ({
    ...process,
    mem_usage: String(process.mem_usage),
  })
  const eventOf = (event: Event): Event => ({ ...event, process: withDigits(event.process) })
  const open: RestApi['open'] = async (path) => {
    call('WS', path)
    const socket = new WebSocket(url.replace('http', 'ws') + path)
    onTestFinished(() => socket.terminate())
    const arriving = on(socket, 'message', { close: ['close'] })
    const refusal = once(socket, 'unexpected-response')
    await Promise.race([
      once(socket, 'open'),
      refusal.then(([, response]: { statusCode: number }[]) => {
        throw new Refused(response!.statusCode, 'refused before the handshake')
      }),
    ])
    async function* messages() {
      for await (const [data] of arriving) yield parseJson(String(data))
    }
    return { socket, messages: messages() }
  }
  const follow = async (path: string, skip: number) => {
    const { messages } = await open(path)
    for (let i = 0; i < skip; i++) await messages.next()
    async function* events() {
      for (let next = await messages.next(); !next.done; next = await messages.next())
        yield eventOf(next.value as Event)
    }
    return stream(events())
  }
  return {
    called,
    request,
    open,
    async submit(...submissions) {
      if (submissions.length <= MANY) {
        for (const submission of submissions) await ask('POST', '/api/live/submit', submission)
        return
      }
      for (let at = 0; at < submissions.length; at += 1000) {
        const lines = ndjson(submissions.slice(at, at + 1000))
        const { status, body } = await request('POST', '/api/live/submit', lines, 'application/x-ndjson')
        if (status !== 200 || body.rejected.length) throw new Refused(status, JSON.stringify(body))
      }
    },
    runs({ search, limit } = {}) {
      const query = new URLSearchParams()
      if (search !== undefined) query.set('search', search)
      if (limit !== undefined) query.set('limit', String(limit))
      return ask('GET', `/api/runs?${query}`) as Promise<Run[]>
    },
    live: () => ask('GET', '/api/live'),
    run: (id) => ask('GET', `/api/runs/${id}`),
    events: async (id) => (await ask('GET', `/api/runs/${id}/events`)).map(eventOf),
    processes: async (id) => (await ask('GET', `/api/runs/${id}/processes`)).map(withDigits),
    stats: () => ask('GET', '/api/stats'),
    delete: async (id) => void (await ask('DELETE', `/api/runs/${id}`)),
    async deleteMany(byQuery, byBody = byQuery) {
      const query = new URLSearchParams(byQuery!.map((id) => ['run_id', id]))
      return [
        (await ask('DELETE', `/api/runs?${query}`)) as BulkDeletion,
        (await ask('POST', '/api/delete', { run_ids: byBody })) as BulkDeletion,
      ]
    },
    follow: (id) => follow(`/ws/runs/${id}`, 0),
    followAll: () => follow('/ws/live', 1),
  }
}
