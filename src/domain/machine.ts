import type { MachineRow } from './model.ts'
import type { MachineSubmission } from '../wire/machine-sample.ts'

/** The row of a submitted sample. */
export const machineRowOf = (sample: MachineSubmission): MachineRow => ({
  runId: sample.build_run_id,
  time: sample.time,
  interval: sample.interval_ms,
  cores: sample.cores,
  busy: sample.busy_ms,
  iowait: sample.iowait_ms,
  steal: sample.steal_ms,
  build: sample.build_ms,
  memoryAvailable: sample.memory_available,
  memoryTotal: sample.memory_total,
  cpuPressure: sample.pressure?.cpu_us ?? null,
  ioPressure: sample.pressure?.io_us ?? null,
  memoryPressure: sample.pressure?.memory_us ?? null,
  throttled: sample.throttled_us,
})

/** What was submitted, from its row. */
export const submittedOf = (row: MachineRow): MachineSubmission => ({
  build_run_id: row.runId,
  time: row.time,
  interval_ms: row.interval,
  cores: row.cores,
  busy_ms: row.busy,
  iowait_ms: row.iowait,
  steal_ms: row.steal,
  build_ms: row.build,
  memory_available: row.memoryAvailable,
  memory_total: row.memoryTotal,
  pressure: pressureOf(row),
  throttled_us: row.throttled,
})

function pressureOf({ cpuPressure: cpu, ioPressure: io, memoryPressure: memory }: MachineRow) {
  if (cpu === null || io === null || memory === null) return null
  return { cpu_us: cpu, io_us: io, memory_us: memory }
}
