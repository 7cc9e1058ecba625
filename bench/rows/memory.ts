import { setTimeout } from 'node:timers/promises'
import { timed } from '../support/answer.ts'
import { growLongRun, type LongRun } from '../support/million.ts'
import type { Bench, Row } from '../support/row.ts'

/** Seconds of a soak in which caches fill, SQLite's above all, and code is compiled: not counted. */
const SETTLING = 300
/** Seconds of which the least memory counts: garbage that is about to be collected is no growth. */
const WINDOW = 5

/**
 * Resident memory of the daemon: two seconds after its start, after a run of a million events, and how it grows
 * while builds come and are looked at, 500 events a second (`--minutes`, after five that do not count).
 */
export const memory: Row = {
  name: 'memory',
  figures: [
    { name: 'memory, idle', unit: 'MB', better: 'less', gate: 150, goal: 100 },
    { name: 'memory after 1,000,000 events', unit: 'MB', better: 'less', gate: 300, goal: 200 },
    { name: 'memory, slope over a soak, in 10 minutes', unit: '%', better: 'less', gate: 1, goal: 0 },
  ],
  async measure(bench) {
    const run = await growLongRun(bench)
    await setTimeout(5000)
    const after = run.daemon.memory()
    const { slope, from, to } = await soak(run, bench)
    return [
      { value: run.idle, detail: '' },
      { value: after, detail: `${run.events} events` },
      { value: slope, detail: `${bench.minutes} minutes; ${from.toFixed(0)} to ${to.toFixed(0)} MB` },
    ]
  },
}

/** @returns per cent in ten minutes, by least squares */
async function soak({ daemon, load }: LongRun, { minutes }: Bench) {
  const windows: { at: number; memory: number }[] = []
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  while (seconds() < SETTLING + minutes * 60) {
    const at = seconds()
    let least = Infinity
    while (seconds() < at + WINDOW) {
      const tick = setTimeout(1000)
      const { runs } = await load.lines({ url: daemon.url, builds: 1, processes: 250 })
      for (const path of ['/api/runs', `/api/runs/${runs[0]}/events`, `/api/runs/${runs[0]}/processes`])
        await timed(daemon.url + path)
      await tick
      least = Math.min(least, daemon.memory())
    }
    if (at >= SETTLING) windows.push({ at, memory: least })
  }
  const mean = (pick: (window: (typeof windows)[number]) => number) =>
    windows.reduce((sum, window) => sum + pick(window), 0) / windows.length
  const middle = mean(({ at }) => at)
  const level = mean(({ memory }) => memory)
  const growth =
    mean(({ at, memory }) => (at - middle) * (memory - level)) / mean(({ at }) => (at - middle) ** 2)
  return { slope: ((growth * 600) / level) * 100, from: windows[0]!.memory, to: windows.at(-1)!.memory }
}
