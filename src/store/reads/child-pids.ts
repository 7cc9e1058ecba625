import { turn } from '../../turn.ts'
import type { Parameter } from '../connection.ts'
import { keysParameter } from '../dialect.ts'
import { broodsOf, OTHERS, type Brood, type Place } from './broods.ts'
import type { Source } from './lookup.ts'

/** Children read for each of many processes in one statement. A process with more gets a statement of its own. */
const FEW = 32
const MANY = 2000

/**
 * The pids of the children of each process by start time, as a text with commas between them. They follow the rule of
 * `parentOf`: of the processes that had a pid in turn, each has the children that began in its time, and the first also has
 * those that began before it. So an index finds them, and all pids of a run cost as much as the run is long, even if one
 * process started all the others or a pid was used a thousand times.
 */
export async function readChildPids(source: Source, parents: readonly Place[]): Promise<string[]> {
  const pids = parents.map(() => '')
  const broods = await broodsOf(source, parents)
  const first = await readFew(source, broods)
  for (const [at, brood] of broods.entries()) {
    const known = first[at]!
    const own = known.split(',').length < FEW ? known : await readAll(source, brood)
    const { adoptsFirst, adoptsNext, pid } = brood
    const all = [adoptsFirst ? pid : '', own, adoptsNext ? pid : '']
    pids[brood.row] = all.filter((each) => each !== '').join(',')
  }
  return pids
}

/** Children read for each of many processes in one statement. A process with more gets a statement of its own. */
/** At most `FEW` children of each. */
async function readFew({ read, dialect }: Source, broods: readonly Brood[]): Promise<string[]> {
  if (!broods.length) return []
  const sql = `SELECT w."c0", (SELECT ${dialect.join('few."pid"')} FROM (
      SELECT c."pid" FROM "Process" c
      WHERE c."runId" = w."c1" AND c."ppid" = w."c2" AND c."startTime" BETWEEN w."c3" AND w."c4" AND ${OTHERS}
      ORDER BY c."startTime", c."pid" LIMIT ${FEW}) few)
    FROM ${dialect.given(['whole', 'uuid', 'whole', 'large', 'large'])} w`
  const keys = broods.map(({ runId, pid, low, high }, at) => [at, runId, pid, low, high])
  const pids = broods.map(() => '')
  for (const [at, text] of await read({ sql, parameters: [keysParameter(keys)] }))
    pids[Number(at)] = String(text ?? '')
  return pids
}

/** All children of one process, in parts, because they may be the whole run. */
async function readAll({ read }: Source, { runId, pid, low, high }: Brood): Promise<string> {
  const sqlAfter = (condition: string) => `SELECT c."startTime", c."pid" FROM "Process" c
    WHERE c."runId" = $1 AND c."ppid" = $2 AND c."startTime" <= $3 AND ${OTHERS} AND ${condition}
    ORDER BY c."startTime", c."pid" LIMIT ${MANY}`
  let pids = ''
  let sql = sqlAfter('c."startTime" >= $4')
  let place: readonly Parameter[] = [low]
  for (;;) {
    const rows = await read({ sql, parameters: [runId, pid, high, ...place] })
    if (rows.length) pids += `${pids && ','}${rows.map((row) => Number(row[1])).join(',')}`
    if (rows.length < MANY) return pids
    sql = sqlAfter('(c."startTime", c."pid") > ($4, $5)')
    place = rows.at(-1)! as Parameter[]
    await turn()
  }
}
