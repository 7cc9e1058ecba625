import { availableParallelism, loadavg } from 'node:os'

/** Milliseconds of CPU time that `work` takes on the machine for which the limits of the tests were written. */
const REFERENCE = 8

let factor: number | undefined

/**
 * How many times longer than on that machine, when it is idle, anything may take here and now, at least 1. The first call
 * measures the processor. The load of the last minute says how long a process waits for a processor.
 */
export function slowness(): number {
  factor ??= Math.max(1, Math.min(...Array.from({ length: 5 }, cpuTimeOfWork)) / REFERENCE)
  return factor * Math.max(1, (2 * loadavg()[0]!) / availableParallelism())
}

function cpuTimeOfWork(): number {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

/** Texts, objects and numbers, as in the programs under test. */
function work(): number {
  const rows = Array.from({ length: 12_000 }, (_, pid) => ({ pid, name: `cc ${pid}`, start: pid * 1.5 }))
  const parsed = JSON.parse(JSON.stringify(rows)) as typeof rows
  return new Map(parsed.map((row) => [row.name, row.start])).size
}
