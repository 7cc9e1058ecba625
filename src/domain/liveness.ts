import { isDeleted, type RunRow } from './model.ts'

/** A run's status for clients. `running_live` is a `running` run that the daemon hears from. */
export type OutwardStatus = RunRow['status'] | 'running_live'

type Heard = Pick<RunRow, 'status' | 'lastSeenAt'>

/** A run is live if the daemon heard from it after this time. All are milliseconds of the server's clock. */
export const liveSince = (now: number, timeout: number): number => now - timeout

/** A run is live while it is `running` and the daemon has heard from it after `liveSince`. */
export const isLive = (run: Heard, now: number, timeout: number): boolean =>
  run.status === 'running' && run.lastSeenAt > BigInt(liveSince(now, timeout))

/** Retention may delete a run that has ended or fallen silent. */
export const isPast = (run: Heard, now: number, timeout: number): boolean =>
  !isDeleted(run) && !isLive(run, now, timeout)

/** The status that clients see. */
export const outwardStatus = (run: Heard, now: number, timeout: number): OutwardStatus =>
  isLive(run, now, timeout) ? 'running_live' : run.status
