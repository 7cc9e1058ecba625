import type { Prisma } from '../generated/sqlite/client.ts'
import { type Columns, type Dialect } from './dialect.ts'
import { unwrap } from './rows.ts'

/** What identifies a process. */
export type ProcessKey = readonly [runId: string, pid: number, startTime: bigint]

/** Where to ask: a client, or the client of a transaction, and its dialect. */
export interface Source {
  readonly client: Pick<Prisma.TransactionClient, '$queryRawUnsafe'>
  readonly dialect: Dialect
}

/**
 * Reads the rows that have one of many keys, in one statement whatever their number: Prisma's own composite
 * filters stop at 999 parameters. Rows come in no order; a key without a row is absent.
 */
export async function lookup<Row extends object>(
  { client, dialect }: Source,
  columns: Columns,
  key: readonly string[],
  values: readonly (readonly (string | number | bigint)[])[],
): Promise<Row[]> {
  if (!values.length) return []
  const wanted = JSON.stringify(values, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const rows = await client.$queryRawUnsafe<Row[]>(dialect.lookup(columns, key), wanted)
  return rows.map(unwrapped)
}

/** A row as the database gave it, with its byte counts unsigned again. */
export function unwrapped<Row extends object>(row: Row): Row {
  const counts = row as { memory?: bigint; peakMemory?: bigint }
  if (counts.memory !== undefined) counts.memory = unwrap(counts.memory)
  if (counts.peakMemory !== undefined) counts.peakMemory = unwrap(counts.peakMemory)
  return row
}
