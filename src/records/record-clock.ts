import type { Submission } from '../wire/read.ts'

const NS_PER_MS = 1_000_000n

/**
 * The clock of a record: what is read was last heard from when it happened, and not now. So a run whose end was not recorded ends
 * with its last event, however long ago that was.
 */
export class RecordClock {
  /** Milliseconds since 1970. */
  now = 0

  /** Sets it to the latest time in some submissions. */
  follow(submissions: readonly Submission[]): void {
    const latest = submissions.reduce((time, submission) => later(time, timeOf(submission)), 0n)
    if (latest > 0n) this.now = Number(latest / NS_PER_MS)
  }
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b)

function timeOf({ type, data }: Submission): bigint {
  if (type === 'build_event') return data.timestamp
  if (type === 'machine') return data.time
  // Files come without a time of their own.
  if (type === 'files') return 0n
  return data.end_time ?? data.start_time
}
