import type { Load } from '../programs/load.ts'
import { startDaemon, type Daemon } from './daemon.ts'
import { start } from './remote.ts'
import type { Bench } from './row.ts'

/** A run that grew by ten equal parts, in a daemon that has just stored it. */
export interface LongRun {
  readonly daemon: Daemon
  /** Its id. */
  readonly run: string
  readonly load: Awaited<ReturnType<typeof start<Load>>>
  /** Memory before anything was stored, MB. */
  readonly idle: number
  readonly events: number
  /** Events a second in each tenth of the run. */
  readonly rates: readonly number[]
}

const CONNECTIONS = 4
/** The offset of a part's start, so that no process is in two parts. */
const PART_LENGTH = 30 * 24 * 3600 * 1000

/**
 * Lets one run grow to a million events: ten simulated builds of 50,000 processes after one another, as NDJSON over
 * four connections. Another run of the same kind goes before, so that no tenth pays for compiling the code.
 */
export async function growLongRun(bench: Bench): Promise<LongRun> {
  const daemon = await startDaemon(bench)
  const load = await start<Load>(bench, 'load')
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const idle = daemon.memory()
  const processes = bench.quick ? 5000 : 50_000
  const url = daemon.url
  const warmUp = { url, run: await load.begin({ url }), plan: { processes: processes / 5 } }
  await load.part({ ...warmUp, connections: CONNECTIONS })
  const run = await load.begin({ url })
  const rates: number[] = []
  let all = 0
  for (let tenth = 0; tenth < 10; tenth++) {
    const plan = { processes, start: Date.parse('2020-01-02T03:04:05Z') + tenth * PART_LENGTH }
    const sent = await load.part({ url, run, plan, connections: CONNECTIONS })
    all += sent.events
    rates.push(sent.events / sent.seconds)
    bench.say(`tenth ${tenth + 1}: ${Math.round(rates.at(-1)!)} events/s, ${Math.round(daemon.memory())} MB`)
  }
  return { daemon, run, load, idle, events: all, rates }
}
