import type { Load } from '../programs/load.ts'
import type { SingleInserts } from '../programs/single-inserts.ts'
import { startDaemons, startDatabase } from '../support/cluster.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

const BUILDS = 4

/**
 * Durable events a second of a daemon on PostgreSQL, sent as NDJSON by four builds at once, by what ten connections
 * insert that write the same events one at a time, each a commit, and neither processes nor runs. The server is one
 * of its own with fsync on. Rounds alternate after one that warms up.
 */
export const postgresql: Row = {
  name: 'postgresql',
  figures: [
    { name: 'PostgreSQL batch ÷ 10-connection single inserts', unit: '×', better: 'more', gate: 5, goal: 8 },
  ],
  async measure(bench) {
    const { url } = await startDatabase(bench)
    const [daemon] = await startDaemons(bench, url, 1)
    const load = await start<Load>(bench, 'load')
    const single = await start<SingleInserts>(bench, 'single-inserts')
    const rates = { daemon: [] as number[], single: [] as number[] }
    for (let round = 0; round <= (bench.quick ? 1 : 3); round++) {
      const sent = await load.lines({ url: daemon!.url, builds: BUILDS, processes: bench.quick ? 500 : 2500 })
      const copied = await single.copy({ url, run: sent.runs[0]!, connections: 10, most: 2000 })
      if (!round) continue
      rates.daemon.push(sent.events / sent.seconds)
      rates.single.push(copied.events / copied.seconds)
    }
    return [
      {
        value: pairedRatio(rates.daemon, rates.single),
        detail: `${Math.round(median(rates.daemon))}/s and ${Math.round(median(rates.single))}/s`,
      },
    ]
  },
}
