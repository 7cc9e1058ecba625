import type { DirectSqlite } from '../programs/direct-sqlite.ts'
import type { Load } from '../programs/load.ts'
import { scratch, startDaemon } from '../support/daemon.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

const BUILDS = 4

/**
 * Durable events a second, sent as NDJSON by four builds at once in requests of 1,000 lines, by what SQLite takes
 * directly for the rows that came of them (events, processes, runs; `direct-sqlite.ts`), with as many events in a
 * transaction as the daemon's commits had. Rounds alternate; both databases grow alike.
 */
export const ndjson: Row = {
  name: 'ndjson',
  cheap: true,
  figures: [
    {
      name: 'durable NDJSON events/s ÷ direct inserts of the same rows',
      unit: '×',
      better: 'more',
      gate: 0.5,
      goal: 0.75,
    },
  ],
  async measure(bench) {
    const daemon = await startDaemon(bench)
    const load = await start<Load>(bench, 'load')
    const direct = await start<DirectSqlite>(bench, 'direct-sqlite')
    await direct.open({ directory: scratch(bench) })
    const processes = bench.quick ? 1000 : 5000
    const rates = { daemon: [] as number[], direct: [] as number[] }
    let batch = 0
    // The first round warms up.
    for (let round = 0; round <= (bench.quick ? 3 : 5); round++) {
      const before = await daemon.metric('buildspy_commit_seconds_count')
      const { runs, ...sent } = await load.lines({ url: daemon.url, builds: BUILDS, processes })
      batch = Math.round(sent.events / ((await daemon.metric('buildspy_commit_seconds_count')) - before))
      const copied = await direct.copy({ from: daemon.data, runs, batch })
      if (copied.events !== sent.events) throw new Error(`${copied.events} of ${sent.events} events stored`)
      if (!round) continue
      rates.daemon.push(sent.events / sent.seconds)
      rates.direct.push(copied.events / copied.seconds)
    }
    return [
      {
        value: pairedRatio(rates.daemon, rates.direct),
        detail: `${Math.round(median(rates.daemon))}/s and ${Math.round(median(rates.direct))}/s, ${batch} a commit`,
      },
    ]
  },
}
