import { parentOf } from '../domain/parentage.ts'
import { RUN, SHOWN_PROCESS, type Columns } from '../store/dialect.ts'
import { earlierRuns } from '../store/reads/earlier-runs.ts'
import { machineLoads } from '../store/reads/machine-loads.ts'
import { lookup, type ProcessKey } from '../store/reads/lookup.ts'
import type { Store } from '../store/store.ts'
import { shortIds } from '../store/reads/short-ids.ts'
import { isDeleted, type ShownProcess, type RunRow } from '../domain/model.ts'
import type { Budget } from './budget/budget.ts'
import { groupBy } from './group-by.ts'
import { gathering, type Gathering } from './budget/together.ts'

/** Combines the needs of the resolvers of one level into one statement each, or into a few if there are very many. */
export interface Loaders {
  readonly run: Gathering<string, RunRow | undefined>
  readonly process: Gathering<ProcessKey, ShownProcess | undefined>
  /** All processes of a run that had a pid. */
  readonly holders: Gathering<readonly [runId: string, pid: number], ShownProcess[]>
  readonly parent: Gathering<ShownProcess, ShownProcess | undefined>
  /** The earlier runs of the same command in the same directory, newest first. */
  readonly earlier: Gathering<RunRow, RunRow[]>
  /** Cores that other programs had during a run; null if nobody sampled the machine. */
  readonly machineLoad: Gathering<string, number | null>
  /** The beginning of a run's id that no other run shares. */
  readonly shortId: Gathering<string, string>
  /** Whether a run is pinned. */
  readonly pinned: Gathering<string, boolean>
}

/** Keys of one statement, at most. */
const MOST_KEYS = 1000

/** Parameters that the query builder puts into one statement. */
const MOST_PARAMETERS = 500

export function createLoaders(store: Store, budget: Budget): Loaders {
  const pause = () => budget.pause()

  async function find<Row extends object>(
    columns: Columns,
    key: readonly string[],
    values: readonly (readonly (string | number | bigint)[])[],
  ): Promise<Row[]> {
    const once = [...new Map(values.map((value) => [value.join('/'), value])).values()]
    const found: Row[] = []
    for (let done = 0; done < once.length; done += MOST_KEYS) {
      if (done) await pause()
      for (const row of await lookup<Row>(store, columns, key, once.slice(done, done + MOST_KEYS)))
        found.push(row)
    }
    return found
  }

  return {
    run: gathering(budget, async (ids) => {
      const rows = await find<RunRow>(
        RUN,
        ['id'],
        ids.map((id) => [id] as const),
      )
      const found = new Map(rows.filter((run) => !isDeleted(run)).map((run) => [run.id, run]))
      return ids.map((id) => found.get(id))
    }),
    process: gathering(budget, async (keys) => {
      const rows = await find<ShownProcess>(SHOWN_PROCESS, ['runId', 'pid', 'startTime'], keys)
      const found = new Map(rows.map((row) => [identityOf(row), row]))
      return keys.map((key) => found.get(key.join('/')))
    }),
    holders: gathering(budget, async (keys) => {
      const rows = await find<ShownProcess>(SHOWN_PROCESS, ['runId', 'pid'], keys)
      const holders = groupBy(rows, (row) => pidPlace(row.runId, row.pid))
      return keys.map((key) => holders.get(pidPlace(...key)) ?? [])
    }),
    parent: gathering(budget, async (children) => {
      const rows = await find<ShownProcess>(SHOWN_PROCESS, ['runId', 'pid'], children.map(parentPid))
      const holders = groupBy(rows, (row) => pidPlace(row.runId, row.pid))
      return children.map((child) => parentOf(child, holders.get(pidPlace(child.runId, child.ppid)) ?? []))
    }),
    earlier: gathering(budget, (runs) => earlierRuns(store, runs)),
    machineLoad: gathering(budget, async (ids) => {
      const loads = new Map<string, number>()
      const once = [...new Set(ids)]
      for (let done = 0; done < once.length; done += MOST_PARAMETERS) {
        if (done) await pause()
        const some = await machineLoads(store, once.slice(done, done + MOST_PARAMETERS))
        for (const [id, load] of some) loads.set(id, load)
      }
      return ids.map((id) => loads.get(id) ?? null)
    }),
    shortId: gathering(budget, (ids) => shortIds(store, ids)),
    pinned: gathering(budget, async (ids) => {
      const pinned = new Set<string>()
      const once = [...new Set(ids)]
      for (let done = 0; done < once.length; done += MOST_PARAMETERS) {
        if (done) await pause()
        const where = { id: { in: once.slice(done, done + MOST_PARAMETERS) }, pinned: true }
        for (const { id } of await store.reader.run.findMany({ where, select: { id: true } })) pinned.add(id)
      }
      return ids.map((id) => pinned.has(id))
    }),
  }
}

/** The id of a process in the graph: run, pid and start time. */
export const identityOf = (process: Pick<ShownProcess, 'runId' | 'pid' | 'startTime'>): string =>
  keyOf(process).join('/')

/** The key of a process. */
export const keyOf = ({
  runId,
  pid,
  startTime,
}: Pick<ShownProcess, 'runId' | 'pid' | 'startTime'>): ProcessKey => [runId, pid, startTime]

const pidPlace = (runId: string, pid: number): string => `${runId}/${pid}`
const parentPid = (child: ShownProcess) => [child.runId, child.ppid] as const
