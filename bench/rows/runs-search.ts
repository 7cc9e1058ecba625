import type { Load } from '../programs/load.ts'
import { startDaemon } from '../support/daemon.ts'
import { timed } from '../support/answer.ts'
import { median } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

/** The searches: for a text found at once, in a thousandth of the runs, once at the far end, never. */
const SEARCHES = ['make', 'project-137', 'the-oldest', 'no such thing']

/**
 * `GET /api/runs?search=…` over 100,000 runs, from the request to the last byte. Of each search the median of its
 * repetitions after ten that warm up; the figure is the slowest of them.
 */
export const runsSearch: Row = {
  name: 'runs-search',
  cheap: true,
  figures: [
    { name: '`GET /api/runs` with search over 100k runs', unit: 'ms', better: 'less', gate: 50, goal: 10 },
  ],
  async measure(bench) {
    const daemon = await startDaemon(bench)
    const load = await start<Load>(bench, 'load')
    const runs = bench.quick ? 20_000 : 100_000
    await load.runs({ url: daemon.url, runs })
    const medians: number[] = []
    for (const search of SEARCHES) {
      const url = `${daemon.url}/api/runs?search=${encodeURIComponent(search)}`
      for (let turn = 0; turn < 10; turn++) await timed(url)
      const times: number[] = []
      for (let turn = 0; turn < 15; turn++) times.push((await timed(url)).ms)
      medians.push(median(times))
    }
    return [
      {
        value: Math.max(...medians),
        detail: SEARCHES.map((search, n) => `"${search}" ${medians[n]!.toFixed(1)}`).join(', '),
      },
    ]
  },
}
