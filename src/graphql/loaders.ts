import DataLoader from 'dataloader'
import { groupBy, parentOf } from '../domain/parentage.ts'
import { RUN, SHOWN_PROCESS } from '../store/dialect.ts'
import { readChildPids } from '../store/child-pids.ts'
import { earlierRuns } from '../store/earlier-runs.ts'
import { lookup, type ProcessKey } from '../store/lookup.ts'
import type { Store } from '../store/open.ts'
import { shortIds } from '../store/short-ids.ts'
import { isDeleted, type ShownProcess, type RunRow } from '../store/rows.ts'

/**
 * Gather what the resolvers of one level ask for into one statement each. They do not cache: a subscription's context
 * lives as long as the subscription, and must see what changes.
 */
export interface Loaders {
  readonly run: DataLoader<string, RunRow | undefined>
  readonly process: DataLoader<ProcessKey, ShownProcess | undefined>
  readonly parent: DataLoader<ShownProcess, ShownProcess | undefined>
  readonly children: DataLoader<ShownProcess, ShownProcess[]>
  /** The pids of its children by start time, with commas between them. */
  readonly childPids: DataLoader<ShownProcess, string>
  /** The earlier runs of the same command in the same directory, newest first. */
  readonly earlier: DataLoader<RunRow, RunRow[]>
  /** As much of a run's id as tells it from all others. */
  readonly shortId: DataLoader<string, string>
  /** Whether a run is pinned. */
  readonly pinned: DataLoader<string, boolean>
}

export function createLoaders(store: Store): Loaders {
  const runs = (ids: readonly string[]) =>
    lookup<RunRow>(store, RUN, ['id'], unique(ids.map((id) => [id] as const)))
  const processes = (key: readonly string[], values: readonly (readonly (string | number | bigint)[])[]) =>
    lookup<ShownProcess>(store, SHOWN_PROCESS, key, unique(values))

  return {
    run: loader(async (ids) => {
      const found = new Map((await runs(ids)).map((run) => [run.id, run]))
      for (const [id, run] of found) if (isDeleted(run)) found.delete(id)
      return ids.map((id) => found.get(id))
    }),
    process: loader(async (keys) => {
      const rows = await processes(['runId', 'pid', 'startTime'], keys)
      const found = new Map(rows.map((row) => [identityOf(row), row]))
      return keys.map((key) => found.get(key.join('/')))
    }),
    parent: loader(async (children) => {
      const rows = await processes(['runId', 'pid'], children.map(parentPid))
      const holders = groupBy(rows, (row) => pidPlace(row.runId, row.pid))
      return children.map((child) => parentOf(child, holders.get(pidPlace(child.runId, child.ppid)) ?? []))
    }),
    earlier: loader((runs) => earlierRuns(store, runs)),
    shortId: loader((ids) => shortIds(store, ids)),
    pinned: loader(async (ids) => {
      const where = { id: { in: [...ids] }, pinned: true }
      const pinned = await store.reader.run.findMany({ where, select: { id: true } })
      return ids.map((id) => pinned.some((run) => run.id === id))
    }),
    childPids: loader((parents) => readChildPids(store, parents)),
    children: loader(async (parents) => {
      const places = parents.map((parent) => [parent.runId, parent.pid] as const)
      const [rows, rivals] = await Promise.all([
        processes(['runId', 'ppid'], places),
        processes(['runId', 'pid'], places),
      ])
      const holders = groupBy(rivals, (row) => pidPlace(row.runId, row.pid))
      const families = groupBy(
        rows.toSorted((a, b) => (a.startTime < b.startTime ? -1 : 1)),
        (child) => {
          const parent = parentOf(child, holders.get(pidPlace(child.runId, child.ppid)) ?? [])
          return parent && identityOf(parent)
        },
      )
      return parents.map((parent) => families.get(identityOf(parent)) ?? [])
    }),
  }
}

/** The id of a process in the graph: run, pid and start time. */
export const identityOf = ({
  runId,
  pid,
  startTime,
}: Pick<ShownProcess, 'runId' | 'pid' | 'startTime'>): string => [runId, pid, startTime].join('/')

const loader = <Key, Value>(batch: (keys: readonly Key[]) => Promise<Value[]>) =>
  new DataLoader<Key, Value>(batch, { cache: false })

const pidPlace = (runId: string, pid: number): string => `${runId}/${pid}`
const parentPid = (child: ShownProcess) => [child.runId, child.ppid] as const

const unique = <Value extends readonly unknown[]>(values: readonly Value[]): Value[] => [
  ...new Map(values.map((value) => [value.join('/'), value])).values(),
]
