import type { RunRow } from './model.ts'

/** Runs that ended longer ago were imported, or waited for a daemon: nobody wants to hear of them now, in milliseconds. */
const NEWS = 60 * 60 * 1000

/** Whether a run ended just now. @param now the server's clock, in milliseconds */
export const isNews = ({ endTime }: Pick<RunRow, 'endTime'>, now: number): boolean =>
  endTime !== null && Number(endTime / 1_000_000n) > now - NEWS
