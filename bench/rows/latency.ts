import { randomUUID } from 'node:crypto'
import type { Load } from '../programs/load.ts'
import type { Subscribers } from '../programs/subscribers.ts'
import { startDaemon } from '../support/daemon.ts'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

const SUBSCRIBERS = 100

/**
 * From the moment an event is sent, which is before its commit, to its arrival at a subscriber of its run: p99 over
 * the events that ten of a hundred subscribers of `/ws/runs/{id}` get. The load is single submissions over 16
 * connections, at half the rate that the daemon took with the same subscribers watching.
 */
export const latency: Row = {
  name: 'latency',
  figures: [
    {
      name: 'commit → subscriber, 100 subscribers, half load: p99',
      unit: 'ms',
      better: 'less',
      gate: 250,
      goal: 100,
    },
  ],
  async measure(bench) {
    const daemon = await startDaemon(bench)
    const load = await start<Load>(bench, 'load')
    const subscribers = await start<Subscribers>(bench, 'subscribers')
    const seconds = bench.quick ? 3 : 10
    const stage = async (rate: number) => {
      const last = randomUUID()
      const run = await load.begin({ url: daemon.url })
      await subscribers.watch({
        url: daemon.url,
        path: `/ws/runs/${run}`,
        count: SUBSCRIBERS,
        marker: last,
      })
      const sent = await load.paced({ url: daemon.url, run, rate, seconds, connections: 16, last })
      await subscribers.received()
      const late = (await subscribers.latencies()).sort((a, b) => a - b)
      await subscribers.forget()
      return { sent, late }
    }
    const full = await stage(Infinity)
    const half = await stage(full.sent / seconds / 2)
    const at = (share: number) => half.late[Math.floor(share * (half.late.length - 1))]!
    return [
      {
        value: at(0.99),
        detail: `p50 ${at(0.5).toFixed(1)} ms at ${Math.round(half.sent / seconds)} events/s`,
      },
    ]
  },
}
