import { NOT_SET } from '../../wire/time.ts'
import { keysParameter, type Dialect } from '../dialect.ts'
import type { Source } from './lookup.ts'

/** A process, as it identifies itself. */
export interface Place {
  readonly runId: string
  readonly pid: number
  readonly startTime: bigint
}

/** The children of a process, as times: they began from `low` to `high`. */
export interface Brood extends Place {
  readonly row: number
  readonly low: bigint
  readonly high: bigint
  /** The process that had this pid first names itself as its parent, and this one was the second. */
  readonly adoptsFirst: boolean
  /** The process that had this pid next names itself as its parent. */
  readonly adoptsNext: boolean
}

/** Beyond every time. */
const MOST = 2n ** 63n - 1n

/** Whose parent by pid is itself has another: see `Brood`. */
export const OTHERS = `c."pid" <> c."ppid"`

/** Which of these processes may have children, and when those began. */
export async function broodsOf({ read, dialect }: Source, parents: readonly Place[]): Promise<Brood[]> {
  const rows = await read({
    sql: familySql(dialect),
    parameters: [
      keysParameter(parents.map(({ runId, pid, startTime }, row) => [row, runId, pid, startTime])),
    ],
  })
  return rows.map((values): Brood => {
    const [row, before, first, firstPpid, next, nextPpid] = values as (string | number | bigint | null)[]
    const parent = parents[Number(row)]!
    const isSelf = (ppid: unknown) => ppid !== null && Number(ppid) === parent.pid
    return {
      runId: parent.runId,
      pid: parent.pid,
      startTime: parent.startTime,
      row: Number(row),
      low: before === null ? NOT_SET : parent.startTime,
      high: next === null ? MOST : BigInt(next!) - 1n,
      adoptsFirst: before !== null && before === first && isSelf(firstPpid),
      adoptsNext: isSelf(nextPpid),
    }
  })
}

function familySql(dialect: Dialect): string {
  const holder = (column: string, condition: string, direction: 'ASC' | 'DESC') =>
    `(SELECT h."${column}" FROM "Process" h WHERE h."runId" = w."c1" AND h."pid" = w."c2" ${condition}
      ORDER BY h."startTime" ${direction} LIMIT 1)`
  const before = 'AND h."startTime" < w."c3"'
  const after = 'AND h."startTime" > w."c3"'
  return `SELECT w."c0", ${holder('startTime', before, 'DESC')},
      ${holder('startTime', before, 'ASC')}, ${holder('ppid', before, 'ASC')},
      ${holder('startTime', after, 'ASC')}, ${holder('ppid', after, 'ASC')}
    FROM ${dialect.given(['whole', 'uuid', 'whole', 'large'])} w
    WHERE EXISTS (SELECT 1 FROM "Process" c WHERE c."runId" = w."c1" AND c."ppid" = w."c2")`
}
