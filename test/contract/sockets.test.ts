/* oxlint-disable vitest/no-standalone-expect -- behaves() makes the test */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect } from 'vitest'
import { anEvent, aRun } from '../support/submissions.ts'
import type { Api, Event, Run, Stream } from './support/api.ts'
import { behaves, behavesOverRest } from './support/suite.ts'

const pids = (events: readonly Event[]) => events.map((event) => event.process.pid)
const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** A build that goes on: submits events with pids 1, 2, 3 … */
async function build(api: Api, id: string, from: number, to: number): Promise<void> {
  for (const pid of count(from, to)) await api.submit(anEvent(id, 'process_start', { pid }))
}

behaves('a socket sends the events so far, then those to come', async (api) => {
  const run = aRun()
  await api.submit(run)
  await build(api, run.data.id, 1, 3)
  const events = await api.follow(run.data.id)
  const stored = await events.take(3)
  expect(pids(stored)).toEqual([1, 2, 3])
  expect(stored).toEqual(await api.events(run.data.id))
  await build(api, run.data.id, 4, 5)
  expect(pids(await events.take(2))).toEqual([4, 5])
})

behaves('a client that connects during a build gets each event once', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run)
  const [last, watchers] = [120, 12]
  const following: Promise<number[]>[] = []
  const follow = async () => pids(await (await api.follow(id)).take(last))
  for (let at = 0; at < last; at += last / watchers) {
    following.push(follow())
    await build(api, id, at + 1, at + last / watchers)
  }
  for (const seen of await Promise.all(following)) expect(seen).toEqual(count(1, last))
})

behavesOverRest('a socket of an unknown run is refused with 404', async (api) => {
  for (const id of [randomUUID(), 'not-a-uuid', '%zz', '%00'])
    await expect(api.open(`/ws/runs/${id}`)).rejects.toMatchObject({ status: 404 })
})

behavesOverRest('the first message is the initial state, of at most 10 runs', async (api) => {
  // The newest of all, also on a daemon where others are live.
  const live = aRun({ start_time: '2200-01-01T00:00:00Z' })
  const over = Array.from({ length: 12 }, () => aRun({ status: 'completed', exit_code: 0 }))
  await api.submit(live, ...over)
  const { messages } = await api.open('/ws/live')
  const { type, data } = (await messages.next()).value as { type: string; data: Run[] }
  expect(type).toBe('initial_state')
  expect(data).toHaveLength(10)
  expect(data.find((run) => run.id === live.data.id)).toEqual(await api.run(live.data.id))
})

/** The pids of a run in the events of all, until one. */
async function pidsUntil(events: Stream<Event>, id: string, last: number): Promise<number[]> {
  const seen: number[] = []
  while (seen.at(-1) !== last) {
    const [event] = await events.take(1)
    if (event!.build_run_id === id) seen.push(event!.process.pid)
  }
  return seen
}

behaves('events of all runs arrive as they are stored', async (api) => {
  const [a, b] = [aRun(), aRun()]
  await api.submit(a, anEvent(a.data.id, 'process_start', { pid: 0 }))
  const events = await api.followAll()
  let seen: number[] = []
  const first = events.take(1).then((taken) => (seen = pids(taken)))
  // A subscription of the graph tells nobody that it stands: what comes before that is not its business.
  const submitOne = async () => {
    await api.submit(anEvent(a.data.id, 'process_start', { pid: 1 }))
    return seen
  }
  await expect.poll(submitOne).toEqual([1])
  await first
  await api.submit(b, anEvent(b.data.id, 'process_start', { pid: 2 }))
  expect(await pidsUntil(events, b.data.id, 2)).toEqual([2])
})

behaves('a client that connects during a build gets all later events', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run)
  const last = 120
  const watching: Promise<number[]>[] = []
  for (let at = 0; at < last; at += 10) {
    watching.push(api.followAll().then((events) => pidsUntil(events, id, last)))
    await build(api, id, at + 1, at + 10)
  }
  await build(api, id, last, last)
  for (const [index, seen] of (await Promise.all(watching)).entries()) {
    expect(seen[0]).toBeLessThanOrEqual(Math.min(index * 10 + 60, last))
    expect(seen).toEqual(count(seen[0]!, last))
  }
})

behavesOverRest('a socket is closed with 1000 when its run is deleted', async (api) => {
  const run = aRun({ status: 'completed', exit_code: 0 })
  await api.submit(run)
  const { socket } = await api.open(`/ws/runs/${run.data.id}`)
  const closed = once(socket, 'close')
  await api.delete(run.data.id)
  expect((await closed)[0]).toBe(1000)
})

behavesOverRest('messages from clients are ignored', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run)
  for (const path of ['/ws/live', `/ws/runs/${id}`]) {
    const { socket, messages } = await api.open(path)
    for (const message of ['hello', '{"type":"subscribe"}', Buffer.from([0xff, 0])]) socket.send(message)
    if (path === '/ws/live') await messages.next()
    const event = anEvent(id)
    await api.submit(event)
    const isIt = (value: unknown) => (value as Event).id === event.data.id
    while (!isIt((await messages.next()).value)) expect(path).toBe(`/ws/runs/${id}`)
  }
})
