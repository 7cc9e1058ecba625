import type { Change, ChangeKind, ChangeTotal, ToolChange } from '../domain/analysis/compare/compare.ts'
import type { Finding } from '../domain/analysis/findings/finding.ts'
import type { RunFacts } from '../domain/analysis/time/measured.ts'
import type { RunWaiting } from '../domain/analysis/time/waiting.ts'
import type { ToolTime } from '../domain/analysis/time/tools.ts'
import type { RowSource } from '../store/row-source.ts'
import type { Origin } from './read-processes.ts'

/** What the daemon and its analysing threads (`thread.ts`) say to each other: plain data. */

/** A run that is asked about. */
export interface AskedRun extends Origin {
  /** Changes with anything in it. */
  readonly version: string
  /** Where what has no end ends, in milliseconds since its start; its processes may show a later one. */
  readonly until: number
  readonly status: RunFacts['status']
  readonly exitCode: number | null
  readonly cores: number | null
  readonly workingDir: string
}

export type Question =
  | { readonly kind: 'report'; readonly run: AskedRun }
  | { readonly kind: 'series'; readonly run: AskedRun; readonly of: SeriesKind; readonly parts: number }
  | { readonly kind: 'comparison'; readonly base: AskedRun; readonly head: AskedRun }
  | ChangesQuestion
  | { readonly kind: 'timeline'; readonly run: AskedRun }

/** Asks for a part of the changes between two runs: from a place on, so many of a kind, or of any. */
export interface ChangesQuestion {
  readonly kind: 'changes'
  readonly base: AskedRun
  readonly head: AskedRun
  readonly of: ChangeKind | null
  readonly offset: number
  readonly first: number
}

export type SeriesKind = 'concurrency' | 'cpu' | 'memory'

/** The answers by the kind of their question. */
export interface Answers {
  readonly report: RunReport
  readonly series: readonly SeriesPart[]
  readonly comparison: ComparisonReport
  readonly changes: readonly Change[]
  /** JSON of `TimelineColumns`, in UTF-8. */
  readonly timeline: readonly Uint8Array[]
}

/** Where the time of a run went. Times in milliseconds; `domain/analysis` defines them. */
export interface RunReport {
  readonly wall: number
  readonly meanConcurrency: number
  readonly alone: number
  readonly idle: number
  /** Summed over all processes. */
  readonly waiting: RunWaiting
  readonly findings: readonly ReportedFinding[]
  readonly byTool: readonly ToolTime[]
  readonly slowest: readonly TimedProcess[]
  readonly path: { readonly work: number; readonly gaps: number; readonly steps: readonly TimedStep[] }
}

export type ReportedFinding = Omit<Finding, 'rows'> & { readonly processes: readonly TimedProcess[] }

/** A step of the critical path; `process` is null where none was recorded. */
export interface TimedStep {
  readonly from: number
  readonly to: number
  readonly gap: boolean
  readonly process: TimedProcess | null
}

/** A process as a report names it. */
export interface TimedProcess {
  /** In the columns of `Run.timeline`. */
  readonly row: number
  readonly pid: number
  readonly name: string
  readonly commandLine: string
  readonly workingDir: string
  readonly start: number
  readonly duration: number
  readonly own: number
  readonly cpuTime: number | null
  readonly failed: boolean
}

export interface SeriesPart {
  readonly mean: number
  readonly peak: number
}

export interface ComparisonReport {
  /** How many changes there are. */
  readonly changed: number
  readonly totals: readonly ChangeTotal[]
  readonly unchanged: number
  readonly byTool: readonly ToolChange[]
}

/** Steps of a critical path, and changes, in one answer at most; the longest and the largest. */
export const MOST_STEPS = 2000
export const MOST_CHANGES = 2000

/** What a thread is started with. */
export interface ThreadData {
  readonly source: RowSource
}

/** A question on its way to a thread, which answers one after the other. */
export interface Job {
  readonly question: Question
  /** Shared: not 0 when nobody waits any more. */
  readonly gone: Int32Array
}

/** What a thread answers: its answer and the bytes that it holds, about, or the code and the message of an error. */
export type Reply =
  | { readonly answer: Answers[keyof Answers]; readonly bytes: number }
  | { readonly code: string; readonly message: string }
