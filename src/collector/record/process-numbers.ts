import type { WireNumber } from '../../wire/process-numbers.ts'
import type { Delays } from '../delays.ts'
import type { ProcIo } from '../proc-stat.ts'
import type { Exited, Pipes } from '../tracers/tracer.ts'

/** The numbers of a process as the wire names them; undefined where they are not known. */
export type Numbers = { readonly [Each in WireNumber]: number | undefined }

/** Before the first sample. Written out, like the two below: there is one for each event, and objects of one shape are cheap. */
export const NOT_SAMPLED: Numbers = {
  user_time_us: undefined,
  system_time_us: undefined,
  read_bytes: undefined,
  written_bytes: undefined,
  run_queue_us: undefined,
  disk_us: undefined,
  voluntary_switches: undefined,
  involuntary_switches: undefined,
  minor_faults: undefined,
  major_faults: undefined,
  blocks_read: undefined,
  blocks_written: undefined,
  stdin_pipe: undefined,
  stdout_pipe: undefined,
  stderr_pipe: undefined,
}

/** The numbers of a sample. */
export const sampledNumbers = (io: ProcIo | undefined, { runQueueTime, diskTime }: Delays): Numbers => ({
  ...NOT_SAMPLED,
  read_bytes: io?.read,
  written_bytes: io?.written,
  run_queue_us: whole(runQueueTime),
  disk_us: whole(diskTime),
})

/** The numbers of a process that has ended: what was measured then, or else as last sampled, and its pipes. */
export const numbersAtEnd = (
  { sample, pipes }: { readonly sample: Numbers; readonly pipes: Pipes },
  end: Exited,
): Numbers => ({
  user_time_us: end.userTime ?? undefined,
  system_time_us: end.systemTime ?? undefined,
  read_bytes: sample.read_bytes,
  written_bytes: sample.written_bytes,
  run_queue_us: whole(end.runQueueTime) ?? sample.run_queue_us,
  disk_us: whole(end.diskTime) ?? sample.disk_us,
  voluntary_switches: end.voluntarySwitches ?? undefined,
  involuntary_switches: end.involuntarySwitches ?? undefined,
  minor_faults: end.minorFaults ?? undefined,
  major_faults: end.majorFaults ?? undefined,
  blocks_read: end.blocksRead ?? undefined,
  blocks_written: end.blocksWritten ?? undefined,
  stdin_pipe: pipes[0] || undefined,
  stdout_pipe: pipes[1] || undefined,
  stderr_pipe: pipes[2] || undefined,
})

const whole = (value: number | null): number | undefined => (value === null ? undefined : Math.round(value))
