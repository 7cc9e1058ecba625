import { PROCESS_NUMBERS, type WireNumber } from '../../wire/process-numbers.ts'
import type { Delays } from '../delays.ts'
import type { ProcIo } from '../proc-stat.ts'
import { MEASURES } from '../tracers/measures.ts'
import type { Exited, Pipes } from '../tracers/tracer.ts'

/** Numbers of a process as the wire names them; what is not known is absent. */
export type Numbers = { readonly [Each in WireNumber]?: number | undefined }

/** What a sample tells of a process. */
export type SampledNumbers = Pick<Numbers, 'read_bytes' | 'written_bytes' | 'run_queue_us' | 'disk_us'>

/** Before the first sample. */
export const NOT_SAMPLED: SampledNumbers = {
  read_bytes: undefined,
  written_bytes: undefined,
  run_queue_us: undefined,
  disk_us: undefined,
}

/** The numbers of a sample. */
export const sampledNumbers = (
  io: ProcIo | undefined,
  { runQueueTime, diskTime }: Delays,
): SampledNumbers => ({
  read_bytes: io?.read,
  written_bytes: io?.written,
  run_queue_us: whole(runQueueTime),
  disk_us: whole(diskTime),
})

const AT_END = MEASURES.filter((measure) => measure !== 'peakMemory')

/** The numbers of a process that has ended: what was measured then, or else as last sampled, and its pipes. */
export function numbersAtEnd(
  { sample, pipes: [stdin, stdout, stderr] }: { readonly sample: SampledNumbers; readonly pipes: Pipes },
  end: Exited,
): Numbers {
  const numbers: { -readonly [Each in keyof Numbers]: Numbers[Each] } = { ...sample }
  for (const measure of AT_END) {
    const name = PROCESS_NUMBERS[measure]
    numbers[name] = whole(end[measure]) ?? numbers[name]
  }
  numbers.stdin_pipe = stdin || undefined
  numbers.stdout_pipe = stdout || undefined
  numbers.stderr_pipe = stderr || undefined
  return numbers
}

const whole = (value: number | null): number | undefined => (value === null ? undefined : Math.round(value))
