import { z } from 'zod'
import { readTime } from './read-values.ts'
import { count, INT32, instant, uuid } from './shapes.ts'
import { printTime } from './time.ts'

/** The machine over an interval of a build. Beyond the reference; PROTOCOL.md describes it. */
export const machineSample = z.object({
  build_run_id: uuid,
  /** When the interval ended. */
  time: instant,
  interval_ms: count,
  /** Logical processors. */
  cores: z.int().positive().max(INT32),
  /** Processor time in the interval, summed over all processors: busy with anything, idle while a disk was waited for, taken by
   * the hypervisor, and used by the processes of the build. */
  busy_ms: count,
  iowait_ms: count,
  steal_ms: count,
  build_ms: count,
  /** Bytes. */
  memory_available: count,
  memory_total: count,
  /** How long some task waited for a processor, a disk or memory (`/proc/pressure`). */
  pressure: z.object({ cpu_us: count, io_us: count, memory_us: count }).nullish(),
  /** How long the CPU quota of the build's cgroup held it back; absent without a quota. */
  throttled_us: count.nullish(),
})

export type MachineSampleInput = z.infer<typeof machineSample>

/** A sample as it was submitted; the time is nanoseconds since 1970. */
export interface MachineSubmission extends Omit<
  Required<MachineSampleInput>,
  'time' | 'pressure' | 'throttled_us'
> {
  readonly time: bigint
  readonly pressure: NonNullable<MachineSampleInput['pressure']> | null
  readonly throttled_us: number | null
}

/** Reads a sample of the right shape. @throws BadInput naming the field */
export const readMachineSample = (sample: MachineSampleInput): MachineSubmission => ({
  ...sample,
  build_run_id: sample.build_run_id.toLowerCase(),
  time: readTime(sample.time, 'data', 'time'),
  pressure: sample.pressure ?? null,
  throttled_us: sample.throttled_us ?? null,
})

/** Prints a sample as a line of the wire, `{"type":"machine",…}` without its newline. */
export function printMachineLine({ time, pressure, throttled_us, ...sample }: MachineSubmission): string {
  const data = {
    ...sample,
    time: printTime(time),
    pressure: pressure ?? undefined,
    throttled_us: throttled_us ?? undefined,
  }
  return JSON.stringify({ type: 'machine', data })
}
