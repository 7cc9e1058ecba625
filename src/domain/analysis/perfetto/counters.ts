import { leafConcurrency, type Steps } from '../time/concurrency.ts'
import { cpuOverTime, memoryOverTime } from '../time/counters.ts'
import type { ExportedRun } from '../export/exported-run.ts'
import { UNIT, type Packets } from './packets.ts'

/** A value over time: points of milliseconds and values, by time. */
interface Counter {
  readonly name: string
  readonly unit: number | string
  readonly points: () => Iterable<readonly [time: number, value: number]>
}

/**
 * Writes a track for each counter: of the build's processes, and of the machine where it was sampled.
 * @param first number of the first track; their numbers and ranks go up from there
 */
export function* writeCounters(
  packets: Packets,
  run: ExportedRun,
  group: number,
  first: number,
): Generator<void> {
  for (const [place, { name, unit, points }] of countersOf(run).entries()) {
    packets.counterTrack(first + place, group, name, place, unit)
    for (const [time, value] of points()) {
      packets.count(time, first + place, value)
      yield
    }
  }
}

function countersOf({ processes, wall, machine }: ExportedRun): Counter[] {
  const counters: Counter[] = [
    {
      name: 'Processes at work',
      unit: UNIT.count,
      points: () => pointsOf(leafConcurrency(processes, wall)),
    },
    { name: 'CPU of the build', unit: 'cores', points: () => pointsOf(cpuOverTime(processes, wall)) },
    {
      name: 'Memory of the build, at most',
      unit: UNIT.bytes,
      points: () => pointsOf(memoryOverTime(processes, wall)),
    },
  ]
  if (!machine) return counters
  type Sample = (typeof machine)[number]
  const sampled = (value: (sample: Sample) => number) => () =>
    machine.map((sample) => [sample.time, value(sample)] as const)
  const cores = (time: (sample: Sample) => number) =>
    sampled((sample) => (sample.interval > 0 ? time(sample) / sample.interval : 0))
  counters.push(
    { name: 'Machine: busy', unit: 'cores', points: cores(({ busy }) => busy) },
    { name: 'Machine: waiting for disks', unit: 'cores', points: cores(({ iowait }) => iowait) },
    { name: 'Machine: taken by the hypervisor', unit: 'cores', points: cores(({ steal }) => steal) },
    {
      name: 'Machine: memory in use',
      unit: UNIT.bytes,
      points: sampled(({ memoryTotal, memoryAvailable }) => memoryTotal - memoryAvailable),
    },
  )
  return counters
}

function* pointsOf({ time, level }: Steps<ArrayLike<number>>): Generator<readonly [number, number]> {
  for (let i = 0; i < time.length; i++) yield [time[i]!, level[i]!]
}
