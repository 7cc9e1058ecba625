import type { RunRow } from './model.ts'

/** A run's status as clients see it: `running_live` is `running` and being heard from. */
export type OutwardStatus = RunRow['status'] | 'running_live'

/** A run is live while it is `running` and was heard from within `timeout` milliseconds of `now`, the server's clock. */
export const isLive = (run: Pick<RunRow, 'status' | 'lastSeenAt'>, now: number, timeout: number): boolean =>
  run.status === 'running' && run.lastSeenAt > BigInt(now - timeout)

export const outwardStatus = (
  run: Pick<RunRow, 'status' | 'lastSeenAt'>,
  now: number,
  timeout: number,
): OutwardStatus => (isLive(run, now, timeout) ? 'running_live' : run.status)
