import { randomUUID } from 'node:crypto'
import type { Broadcast } from '../programs/broadcast.ts'
import type { Load } from '../programs/load.ts'
import type { Subscribers } from '../programs/subscribers.ts'
import { startDaemon } from '../support/daemon.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Bench, Figure, Row } from '../support/row.ts'

const SUBSCRIBERS = 100

/** The dashboard's subscription to the events of a live run. */
const subscription = (run: string) => `subscription {
  runEvents(runId: "${run}") {
    seq
    events { id type timestamp process { pid ppid name commandLine startTime endTime status exitCode peakMemory cpuTime } }
    run { id status processCount runningProcesses seq }
  }
}`

const WAYS = [
  { name: '`/ws/runs/{id}`', path: (run: string) => `/ws/runs/${run}` },
  { name: '`runEvents`', path: () => '/graphql', subscribe: subscription },
] as const

const figure = (name: string): Figure => ({
  name: `fan-out to 100 by ${name} ÷ bare ws broadcast of the same bytes`,
  unit: '×',
  better: 'more',
  gate: 0.4,
  goal: 0.7,
})

/**
 * A build's events, sent as NDJSON while a hundred subscribers watch the run: deliveries a second from the first
 * request to the last subscriber's last event, by what a bare `ws` server takes to send the messages that one of them
 * got to as many sockets. Ingest is in the daemon's time. Subscribers are one process, the same for both; rounds
 * alternate after one that warms up.
 */
export const fanOut: Row = {
  name: 'fan-out',
  figures: WAYS.map(({ name }) => figure(name)),
  async measure(bench) {
    const readings = []
    for (const way of WAYS) readings.push(await compare(bench, way))
    return readings
  },
}

async function compare(bench: Bench, way: (typeof WAYS)[number]) {
  const daemon = await startDaemon(bench)
  const load = await start<Load>(bench, 'load')
  const subscribers = await start<Subscribers>(bench, 'subscribers')
  const bare = await start<Broadcast>(bench, 'broadcast')
  const bareUrl = await bare.listen()
  const rates = { daemon: [] as number[], bare: [] as number[] }
  for (let round = 0; round <= (bench.quick ? 1 : 3); round++) {
    const last = randomUUID()
    const run = await load.begin({ url: daemon.url })
    const subscribe = 'subscribe' in way ? { subscribe: way.subscribe(run) } : {}
    const watch = { count: SUBSCRIBERS, marker: last }
    await subscribers.watch({ ...watch, ...subscribe, url: daemon.url, path: way.path(run) })
    const plan = { processes: bench.quick ? 500 : 2500 }
    const sent = await load.part({ url: daemon.url, run, plan, connections: 1, last })
    const { at, messages } = await subscribers.received()
    await subscribers.forget()

    await subscribers.watch({ ...watch, url: bareUrl, path: '/' })
    const began = await bare.broadcast({ messages })
    const { at: ended } = await subscribers.received()
    await subscribers.forget()
    bench.say(`${messages.length} messages for ${sent.events} events`)
    if (!round) continue
    rates.daemon.push((1000 * SUBSCRIBERS * sent.events) / (at - sent.began))
    rates.bare.push((1000 * SUBSCRIBERS * sent.events) / (ended - began))
  }
  return {
    value: pairedRatio(rates.daemon, rates.bare),
    detail: `${Math.round(median(rates.daemon))} and ${Math.round(median(rates.bare))} events delivered a second`,
  }
}
