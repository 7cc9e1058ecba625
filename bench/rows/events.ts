import type { Load } from '../programs/load.ts'
import type { SqliteJson } from '../programs/sqlite-json.ts'
import { timed } from '../support/answer.ts'
import { startDaemon } from '../support/daemon.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

/**
 * `GET /api/runs/{id}/events` of 100,000 events, to the last byte, by the time that SQLite takes for the same JSON as
 * one text, in a process beside the daemon; rounds alternate. And what the daemon's memory grows by at most while it
 * answers, taken on a daemon that has just started, at its first such answer.
 */
export const events: Row = {
  name: 'events',
  cheap: true,
  figures: [
    {
      name: "`GET /events` of 100k events ÷ SQLite's own JSON of the same rows",
      unit: '×',
      better: 'less',
      gate: 8,
      goal: 3,
    },
    {
      name: '`GET /events` of 100k events, memory of the daemon',
      unit: 'MB',
      better: 'less',
      gate: 100,
      goal: 50,
    },
  ],
  async measure(bench) {
    const filled = await startDaemon(bench)
    const load = await start<Load>(bench, 'load')
    const processes = bench.quick ? 10_000 : 50_000
    const { runs, events } = await load.lines({ url: filled.url, builds: 1, processes })
    await filled.stop()

    const daemon = await startDaemon(bench, filled.data)
    const sqlite = await start<SqliteJson>(bench, 'sqlite-json')
    await sqlite.open({ data: daemon.data })
    const run = runs[0]!
    const url = `${daemon.url}/api/runs/${run}/events`
    const before = daemon.memory()
    daemon.forgetPeak()
    const { bytes } = await timed(url)
    const growth = daemon.peak() - before
    const times = { rest: [] as number[], sqlite: [] as number[] }
    for (let round = 0; round < (bench.quick ? 3 : 5); round++) {
      times.rest.push((await timed(url)).ms)
      times.sqlite.push((await sqlite.events({ run })).ms)
    }
    return [
      {
        value: pairedRatio(times.rest, times.sqlite),
        detail: `${median(times.rest).toFixed(0)} ms and ${median(times.sqlite).toFixed(0)} ms, ${events} events`,
      },
      { value: growth, detail: `${(bytes / 1e6).toFixed(0)} MB sent; memory was ${before.toFixed(0)} MB` },
    ]
  },
}
