import type { Parameter, Read } from '../connection.ts'
import { listOf, namesOf, rowOf, SHOWN_PROCESS } from '../dialect.ts'
import { fitting, type Part } from './part.ts'
import type { ShownProcess } from '../../domain/model.ts'

/** Which processes of a run: between two places in the order of start time and pid, neither of which is in the page. */
export interface ProcessRange {
  readonly after?: readonly Parameter[] | undefined
  readonly before?: readonly Parameter[] | undefined
  /** Reads backwards from `before`. */
  readonly inverted?: boolean
  readonly limit: number
}

const COLUMNS = listOf(namesOf(SHOWN_PROCESS))
const BYTES = `octet_length("name") + octet_length("cmdline") + octet_length("workingDir")`

/**
 * Reads a page of a run's processes, past the query builder like pages of events. A first statement reads only the lengths of
 * their texts.
 */
export async function pageOfProcesses(
  read: Read,
  runId: string,
  { after, before, inverted, limit }: ProcessRange,
): Promise<Part<ShownProcess>> {
  const parameters: Parameter[] = []
  const parameter = (value: Parameter) => `$${parameters.push(value)}`
  const list = (values: readonly Parameter[]) => `(${values.map(parameter).join(', ')})`
  const conditions = [`"runId" = ${parameter(runId)}`]
  if (after) conditions.push(`("startTime", "pid") > ${list(after)}`)
  if (before) conditions.push(`("startTime", "pid") < ${list(before)}`)
  const direction = inverted ? 'DESC' : 'ASC'
  const select = (columns: string, most: number) =>
    read({
      sql: `SELECT ${columns} FROM "Process" WHERE ${conditions.join(' AND ')}
        ORDER BY "startTime" ${direction}, "pid" ${direction} LIMIT $${parameters.length + 1}`,
      parameters: [...parameters, most],
    })
  const bytes = (await select(BYTES, limit)).map(([each]) => Number(each))
  const fit = fitting(bytes)
  const rows = fit ? await select(COLUMNS, fit) : []
  return {
    rows: rows.map((values) => rowOf<ShownProcess>(SHOWN_PROCESS, values)),
    cut: fit < bytes.length,
  }
}
