import type { Read } from '../connection.ts'
import { keysParameter, rowOf, type Columns, type Dialect } from '../dialect.ts'

/** The key of a process. */
export type ProcessKey = readonly [runId: string, pid: number, startTime: bigint]

/** The connection of a read. */
export interface Source {
  readonly read: Read
  readonly dialect: Dialect
}

/**
 * Reads the rows with one of many keys, in one statement whatever their number, because Prisma's composite filters stop at 999
 * parameters. Rows come in no order, and a key without a row is absent.
 */
export async function lookup<Row extends object>(
  { read, dialect }: Source,
  columns: Columns,
  key: readonly string[],
  values: readonly (readonly (string | number | bigint)[])[],
): Promise<Row[]> {
  if (!values.length) return []
  const rows = await read({ sql: dialect.lookup(columns, key), parameters: [keysParameter(values)] })
  return rows.map((row) => rowOf<Row>(columns, row))
}

/** A row as the query builder gave it, with its byte counts unsigned again. */
export function unwrapped<Row extends object>(row: Row): Row {
  const counts = row as { memory?: bigint; peakMemory?: bigint }
  if (counts.memory !== undefined) counts.memory = BigInt.asUintN(64, counts.memory)
  if (counts.peakMemory !== undefined) counts.peakMemory = BigInt.asUintN(64, counts.peakMemory)
  return row
}
