import type { Random } from './random.ts'

/** The probability of each fault, at each place where it can happen. */
export interface Faults {
  /** A call on a spool file fails. */
  readonly fileFails: number
  /** A write to a spool file writes a part. */
  readonly shortWrite: number
  /** The process dies in the middle of a call on a spool file. */
  readonly diesAtFile: number
  /** A statement of the writer fails, the disk being full or broken. */
  readonly statementFails: number
  /** A statement fails, and the database has rolled its transaction back. */
  readonly rolledBack: number
  /** COMMIT is done, and reported as failed. */
  readonly commitUnknown: number
  /** The daemon dies between a commit and its reply. */
  readonly diesAtCommit: number
  /** The writer's thread ends. */
  readonly threadEnds: number
  /** The disk takes seconds. */
  readonly slowDisk: number
  /** A read fails. */
  readonly readFails: number
  readonly requestLost: number
  readonly responseLost: number
  /** A request arrives twice. */
  readonly requestTwice: number
  /** A message takes seconds. */
  readonly slowMessage: number
  /** A hint of a commit is lost. */
  readonly hintLost: number
  /** A hint of a commit comes twice, the second one late. */
  readonly hintTwice: number
}

/** Nothing goes wrong. */
export const NO_FAULTS: Faults = {
  fileFails: 0,
  shortWrite: 0,
  diesAtFile: 0,
  statementFails: 0,
  rolledBack: 0,
  commitUnknown: 0,
  diesAtCommit: 0,
  threadEnds: 0,
  slowDisk: 0,
  readFails: 0,
  requestLost: 0,
  responseLost: 0,
  requestTwice: 0,
  slowMessage: 0,
  hintLost: 0,
  hintTwice: 0,
}

/** Each seed has its own mixture: some faults often, some seldom, some never. */
export function chooseFaults(random: Random): Faults {
  const rate = () => (random.chance(0.4) ? random.next() ** 3 * 0.3 : 0)
  const names = Object.keys(NO_FAULTS) as (keyof Faults)[]
  return { ...NO_FAULTS, ...Object.fromEntries(names.map((name) => [name, rate()])) }
}
