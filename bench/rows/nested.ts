import type { Load } from '../programs/load.ts'
import type { SqliteJson } from '../programs/sqlite-json.ts'
import { startDaemon } from '../support/daemon.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

const QUERY = `query ($run: UUID!, $after: String) {
  run(id: $run) {
    id
    command
    events(first: 500, after: $after) {
      nodes {
        seq type timestamp
        process { pid ppid name commandLine startTime endTime status exitCode peakMemory }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

interface Answer {
  readonly data: {
    run: { events: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
  }
}

/**
 * A run of 10,000 events with the process of each, asked of the graph as any client may: twenty pages of 500, one
 * after the other, each parsed for its cursor. By the time that SQLite takes for the same rows as one JSON text, in a
 * process beside the daemon. Rounds alternate after one that warms up.
 */
export const nested: Row = {
  name: 'nested',
  cheap: true,
  figures: [
    {
      name: "nested run → events → process, 10k events ÷ SQLite's own JSON of the same rows",
      unit: '×',
      better: 'less',
      gate: 8,
      goal: 3,
    },
  ],
  async measure(bench) {
    const daemon = await startDaemon(bench)
    const load = await start<Load>(bench, 'load')
    const sqlite = await start<SqliteJson>(bench, 'sqlite-json')
    const { runs, events } = await load.lines({ url: daemon.url, builds: 1, processes: 5000 })
    const run = runs[0]!
    await sqlite.open({ data: daemon.data })
    const times = { graph: [] as number[], sqlite: [] as number[] }
    for (let round = 0; round <= (bench.quick ? 5 : 11); round++) {
      const began = performance.now()
      const seen = await walk(daemon.url, run)
      const ms = performance.now() - began
      if (seen !== events) throw new Error(`${seen} of ${events} events`)
      const same = await sqlite.eventsWithProcesses({ run })
      if (!round) continue
      times.graph.push(ms)
      times.sqlite.push(same.ms)
    }
    return [
      {
        value: pairedRatio(times.graph, times.sqlite),
        detail: `${median(times.graph).toFixed(0)} ms and ${median(times.sqlite).toFixed(0)} ms, ${events} events`,
      },
    ]
  },
}

/** @returns how many events it saw */
async function walk(url: string, run: string): Promise<number> {
  let seen = 0
  let after: string | null = null
  for (;;) {
    const page = await ask(url, { run, after })
    seen += page.nodes.length
    if (!page.pageInfo.hasNextPage) return seen
    after = page.pageInfo.endCursor
  }
}

async function ask(url: string, variables: object) {
  const body = JSON.stringify({ query: QUERY, variables })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  return ((await answer.json()) as Answer).data.run.events
}
