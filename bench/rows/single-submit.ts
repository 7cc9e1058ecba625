import type { BareHttp } from '../programs/bare-http.ts'
import type { Load } from '../programs/load.ts'
import { startDaemon } from '../support/daemon.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

const CONNECTIONS = 64

/**
 * Durable submissions, an event a request, by what bare `node:http` takes that parses the same JSON and stores
 * nothing. Both are processes of their own, and so is the load: 64 keep-alive connections with a request each under
 * way. Each round posts the same events to both, in turns first; the figure is the median of the rounds' ratios,
 * after a round that warms up.
 */
export const singleSubmit: Row = {
  name: 'single-submit',
  cheap: true,
  figures: [
    { name: 'durable single submit ÷ bare node:http', unit: '×', better: 'more', gate: 0.45, goal: 0.65 },
  ],
  async measure(bench) {
    const daemon = await startDaemon(bench)
    const bare = await (await start<BareHttp>(bench, 'bare-http')).listen()
    const load = await start<Load>(bench, 'load')
    const events = bench.quick ? 4000 : 10_000
    const rates = { daemon: [] as number[], bare: [] as number[] }
    await load.singles({ urls: [bare, daemon.url], events, connections: CONNECTIONS })
    for (let round = 0; round < (bench.quick ? 3 : 7); round++) {
      const urls = round % 2 ? [daemon.url, bare] : [bare, daemon.url]
      const seconds = await load.singles({ urls, events, connections: CONNECTIONS })
      rates.daemon.push(events / seconds[urls.indexOf(daemon.url)]!)
      rates.bare.push(events / seconds[urls.indexOf(bare)]!)
    }
    return [
      {
        value: pairedRatio(rates.daemon, rates.bare),
        detail: `${Math.round(median(rates.daemon))}/s and ${Math.round(median(rates.bare))}/s`,
      },
    ]
  },
}
