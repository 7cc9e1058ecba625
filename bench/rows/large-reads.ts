import type { Reader } from '../programs/reader.ts'
import type { Submitter } from '../programs/submitter.ts'
import { growLongRun } from '../support/million.ts'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

/** Processes of a run that is analysed. */
const ANALYSED = 100_000

/**
 * What else the daemon does while a run of a million events, half a million processes, is read as fast as it comes: the
 * longest time that its event loop was held (nodejs_eventloop_lag_max_seconds), and single submissions, p99. Read are its
 * events and its processes, by one and by four, and runs of 100,000 processes are compared and analysed.
 */
export const largeReads: Row = {
  name: 'large-reads',
  figures: [
    {
      name: 'event loop held while 1,000,000 events are read, longest',
      unit: 'ms',
      better: 'less',
      gate: 250,
      goal: 50,
    },
    {
      name: 'submissions beside those reads: p99',
      unit: 'ms',
      better: 'less',
      gate: 250,
      goal: 100,
    },
    { name: 'HEAD of those events', unit: 'ms', better: 'less', gate: 50, goal: 20 },
  ],
  async measure(bench) {
    const { daemon, load, run } = await growLongRun(bench)
    const reader = await start<Reader>(bench, 'reader')
    const submitter = await start<Submitter>(bench, 'submitter')
    const { runs } = await load.lines({
      url: daemon.url,
      builds: 2,
      processes: bench.quick ? ANALYSED / 10 : ANALYSED,
    })
    const list = (name: string) => `${daemon.url}/api/runs/${run}/${name}`
    const graph = (query: string) => reader.read({ url: `${daemon.url}/graphql`, query })
    const analyses = ['a', 'b', 'c', 'd'].map((alias) => `${alias}: analysis { wall concurrency { mean } }`)
    const reads: Record<string, () => Promise<unknown>> = {
      events: () => reader.read({ url: list('events') }),
      'events by four': () =>
        Promise.all(Array.from({ length: 4 }, () => reader.read({ url: list('events') }))),
      processes: () => reader.read({ url: list('processes') }),
      HEAD: () => reader.read({ url: list('events'), method: 'HEAD' }),
      compare: () => graph(`{ compare(base: "${runs[0]}", head: "${runs[1]}") { changed } }`),
      'analysis, four aliases': () => graph(`{ run(id: "${runs[0]}") { ${analyses.join(' ')} } }`),
      timeline: () => graph(`{ run(id: "${run}") { timeline } }`),
    }
    const beside = await load.begin({ url: daemon.url })
    const held: number[] = []
    const late: number[] = []
    for (const [name, read] of Object.entries(reads)) {
      await daemon.metric(LAG)
      await submitter.begin({ url: daemon.url, run: beside })
      const began = performance.now()
      await read()
      const ms = performance.now() - began
      const latencies = await submitter.end()
      held.push((await daemon.metric(LAG)) * 1000)
      late.push(latencies[Math.floor(0.99 * (latencies.length - 1))]!)
      bench.say(
        `${name}: ${ms.toFixed(0)} ms, held ${held.at(-1)!.toFixed(0)} ms, p99 ${late.at(-1)!.toFixed(0)} ms`,
      )
    }
    const { ms } = await reader.read({ url: list('events'), method: 'HEAD' })
    return [
      { value: Math.max(...held), detail: '' },
      { value: Math.max(...late), detail: '' },
      { value: ms, detail: '' },
    ]
  },
}

const LAG = 'nodejs_eventloop_lag_max_seconds'
