import { readTime } from './read-values.ts'
import type { MachineSampleInput } from './schema.ts'
import { printTime } from './time.ts'

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
