import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Load } from '../programs/load.ts'
import { scratch, startDaemon } from '../support/daemon.ts'
import { median } from '../support/measure.mjs'
import { multiplyRuns } from '../support/multiply-runs.ts'
import { start as startProgram } from '../support/remote.ts'
import type { Bench, Row } from '../support/row.ts'

const ONE_GB = 1e9

/**
 * From the start of the daemon's process to its first answer to `GET /api/stats`, by which clients know that it is
 * there: the first start of an empty directory, and a start on a database of a gigabyte. Medians.
 */
export const start: Row = {
  name: 'start',
  cheap: true,
  figures: [
    { name: 'start to first answer, empty database', unit: 's', better: 'less', gate: 1.5, goal: 0.7 },
    { name: 'start to first answer, 1 GB', unit: 's', better: 'less', gate: 1.5, goal: 0.7 },
  ],
  async measure(bench) {
    const directory = scratch(bench)
    const full = join(directory, 'full')
    const size = await fill(bench, full, bench.quick ? ONE_GB / 20 : ONE_GB)
    const times = { empty: [] as number[], full: [] as number[] }
    for (let turn = 0; turn < (bench.quick ? 3 : 7); turn++) {
      times.empty.push(await startOnce(bench, join(directory, `empty-${turn}`)))
      times.full.push(await startOnce(bench, full))
    }
    const reading = (list: readonly number[], detail: string) => ({
      value: median(list) / 1000,
      detail: `${detail}at most ${(Math.max(...list) / 1000).toFixed(2)} s`,
    })
    return [reading(times.empty, ''), reading(times.full, `${(size / 1e9).toFixed(2)} GB; `)]
  },
}

/** @returns milliseconds */
async function startOnce(bench: Bench, data: string): Promise<number> {
  const daemon = await startDaemon(bench, data)
  await daemon.stop()
  return daemon.ready
}

/** Fills a database by ingest, then with copies of what that stored. @returns its bytes */
async function fill(bench: Bench, data: string, bytes: number): Promise<number> {
  const daemon = await startDaemon(bench, data)
  const load = await startProgram<Load>(bench, 'load')
  await load.lines({ url: daemon.url, builds: 4, processes: 2500 })
  await daemon.stop()
  const file = join(data, 'buildspy.db')
  multiplyRuns(file, bytes)
  return statSync(file).size
}
