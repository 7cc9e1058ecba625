import type { MachineSample } from '../domain/analysis/recorded.ts'
import { listOf } from '../store/dialect.ts'
import type { RowReader } from '../store/row-source.ts'

/** Samples that are read of a run, the first ones: one a second for twelve days. */
const MOST_SAMPLES = 1_000_000

const COLUMNS = [
  'interval',
  'cores',
  'busy',
  'iowait',
  'steal',
  'build',
  'memoryAvailable',
  'memoryTotal',
  'cpuPressure',
  'ioPressure',
  'memoryPressure',
  'throttled',
]
const SQL = `SELECT CAST(CAST("time" AS NUMERIC) - CAST($1 AS NUMERIC) AS DOUBLE PRECISION), ${listOf(COLUMNS)}
  FROM "MachineSample" WHERE "runId" = $2 ORDER BY "time" LIMIT ${MOST_SAMPLES}`

/**
 * Reads the samples of the machine during a run, in one statement.
 * @param run its id, and its start in nanoseconds since 1970
 * @returns by time; null where nobody sampled
 */
export async function readMachine(
  reader: RowReader,
  { id, startTime }: { readonly id: string; readonly startTime: bigint },
): Promise<readonly MachineSample[] | null> {
  const samples: MachineSample[] = []
  await reader.read({ sql: SQL, parameters: [startTime, id] }, (rows) => {
    for (const row of rows) samples.push(sampleOf(row))
    return true
  })
  return samples.length ? samples : null
}

/** Drivers give numbers of 64 bits as text. */
function sampleOf(row: readonly unknown[]): MachineSample {
  const [time, interval, cores, busy, iowait, steal, build, available, total] = row.map(Number)
  const [cpu, io, memory, throttled] = row
    .slice(9)
    .map((value) => (value === null ? null : Number(value) / 1000))
  return {
    time: time! / 1e6,
    interval: interval!,
    cores: cores!,
    busy: busy!,
    iowait: iowait!,
    steal: steal!,
    build: build!,
    memoryAvailable: available!,
    memoryTotal: total!,
    pressure: cpu == null || io == null || memory == null ? null : { cpu, io, memory },
    throttled: throttled ?? null,
  }
}
