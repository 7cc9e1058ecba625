import { randomUUID } from 'node:crypto'
import type { Bus } from '../live/bus.ts'
import { RUNNING_SQL } from '../store/predicates.ts'
import type { Store } from '../store/store.ts'
import type { RunRow } from '../domain/model.ts'
import { printProcessInfo } from '../wire/print.ts'
import { wireNumbersOf } from '../wire/process-numbers.ts'
import { crashOf } from '../domain/run.ts'
import type { Mark } from '../domain/silence.ts'

/** Changes whenever the daemon receives anything of the run. */
const markOf = ({ lastSeenAt, seq }: Record<'lastSeenAt' | 'seq', unknown>): Mark => `${lastSeenAt}/${seq}`

/** The runs that have not ended, each with its mark. @throws Unavailable */
export async function runningRuns({ read }: Store): Promise<Map<string, Mark>> {
  const sql = `SELECT "id", "lastSeenAt", "seq" FROM "Run" WHERE ${RUNNING_SQL}`
  const rows = await read({ sql, parameters: [] })
  return new Map(rows.map(([id, lastSeenAt, seq]) => [String(id), markOf({ lastSeenAt, seq })]))
}

/**
 * Gives up silent runs. Each becomes `failed` with exit code −1 and gets one `build_crashed` event, in one transaction. The
 * transaction reads the run again, where no other daemon can change it, so one of several daemons gives the run up, and a run
 * that was heard from meanwhile stays.
 * @param silent the runs, each with the mark that it kept all the time
 * @param now the server's clock, in milliseconds
 * @param onEnd receives the runs given up, if there are any
 * @returns the ids of the runs given up
 */
export async function sweep(
  store: Store,
  bus: Bus,
  silent: ReadonlyMap<string, Mark>,
  now: number,
  onEnd: (runs: readonly RunRow[]) => void = () => {},
): Promise<string[]> {
  if (!silent.size) return []
  const crashed = await store.writer.transaction(async (transaction) => {
    const { runs } = await transaction.read({ runs: [...silent.keys()] })
    const given = runs
      .filter((run) => run.status === 'running' && markOf(run) === silent.get(run.id))
      .map((run) => giveUp(run, now))
    transaction.saveRuns(given)
    transaction.addEvents(given.map((run) => crashEvent(run, now)))
    return given
  })
  const ids = crashed.map(({ id }) => id)
  bus.publish(ids)
  if (crashed.length > 0) onEnd(crashed)
  return ids
}

function giveUp(run: RunRow, now: number): RunRow {
  const lastSeen = run.lastSeenAt < BigInt(now) ? run.lastSeenAt : BigInt(now)
  return {
    ...run,
    ...crashOf(lastSeen * 1_000_000n),
    endedBy: 'sweep',
    seq: run.seq + 1,
    changedAt: run.changedAt < BigInt(now) ? BigInt(now) : run.changedAt + 1n,
  }
}

/** The event of a run that was given up, with the stand-in process that clients of the API reference expect. */
const crashEvent = (run: RunRow, now: number) => {
  const at = BigInt(now) * 1_000_000n
  return {
    runId: run.id,
    seq: run.seq,
    id: randomUUID(),
    timestamp: at,
    type: 'build_crashed',
    receivedAt: BigInt(now),
    processPid: null,
    processStart: null,
    snapshot: printProcessInfo({
      build_run_id: run.id,
      pid: 0,
      ppid: 0,
      name: 'monitor',
      cmdline: 'buildspyd: nothing was heard of this build',
      start_time: run.startTime,
      end_time: at,
      cpu_usage: 0,
      mem_usage: 0n,
      status: 'crashed',
      children: [],
      working_dir: '',
      exit_code: -1,
      signal: '',
      ...wireNumbersOf(null),
      peak_mem: null,
    }),
  }
}
