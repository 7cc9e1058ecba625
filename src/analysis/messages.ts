import type {
  Change,
  ChangeKind,
  ChangeOrder,
  ChangeTotal,
  ToolChange,
} from '../domain/analysis/compare/compare.ts'
import type { RunNames } from '../domain/analysis/export/exported-run.ts'
import type { Finding } from '../domain/analysis/findings/finding.ts'
import type { Advice } from '../domain/analysis/advice/advice.ts'
import type { BoundKind, BoundStep } from '../domain/analysis/path/bound-step.ts'
import type { Prediction } from '../domain/analysis/path/predict.ts'
import type { RerunCause } from '../domain/analysis/rerun/reruns.ts'
import type { RunFacts } from '../domain/analysis/time/measured.ts'
import type { RunWaiting } from '../domain/analysis/time/waiting.ts'
import type { ToolTime } from '../domain/analysis/time/tools.ts'
import type { Usual } from '../domain/analysis/trends/usual.ts'
import type { Cause } from '../domain/analysis/verdict/cause.ts'
import type { Verdict } from '../domain/analysis/verdict/verdict.ts'
import type { OtlpRequest } from '../otlp/requests.ts'
import type { RowSource } from '../store/row-source.ts'
import type { ContentCoding } from '../wire/content-coding.ts'
import type { FileAnswers, FileQuestion } from './files/messages.ts'
import type { Origin } from './read-processes.ts'

/** What the daemon and its analysing threads (`thread.ts`) say to each other: plain data. */

/** A run to analyse. */
export interface AskedRun extends Origin {
  /** Changes with anything in it. */
  readonly version: string
  /** The end of open processes, in milliseconds since the run's start. A process may show a later one. */
  readonly until: number
  readonly status: RunFacts['status']
  readonly exitCode: number | null
  readonly cores: number | null
  readonly workingDir: string
  /** Number of its processes known so far. */
  readonly processes: number
}

/** Processes of runs that are compared, in all: their command lines have to fit the memory of a thread together. */
export const MOST_COMPARED = 1_000_000

export type Question =
  | { readonly kind: 'report'; readonly run: AskedRun }
  | { readonly kind: 'series'; readonly run: AskedRun; readonly of: SeriesKind; readonly parts: number }
  | { readonly kind: 'comparison'; readonly base: AskedRun; readonly head: AskedRun }
  | ChangesQuestion
  | VerdictQuestion
  | { readonly kind: 'timeline'; readonly run: AskedRun }
  | { readonly kind: 'columns'; readonly run: AskedRun; readonly coding: ContentCoding }
  | { readonly kind: 'waitColumns'; readonly run: AskedRun }
  | OtlpQuestion
  | { readonly kind: 'prediction'; readonly run: AskedRun; readonly changes: AskedChanges }
  | { readonly kind: 'boundPath'; readonly run: AskedRun }
  | { readonly kind: 'advice'; readonly run: AskedRun; readonly previous: AskedRun | null }
  | (FileQuestion & { readonly run: AskedRun })

/** What would be different in a build; null where it stays as it was. `selectProcesses` says what the texts mean. */
export interface AskedChanges {
  readonly jobs: number | null
  readonly cores: number | null
  readonly without: readonly string[]
  readonly faster: readonly { readonly process: string; readonly factor: number }[]
}

/** Asks for a part of the changes between two runs: from a place on, so many of a kind, or of any. */
export interface ChangesQuestion {
  readonly kind: 'changes'
  readonly base: AskedRun
  readonly head: AskedRun
  readonly of: ChangeKind | null
  readonly order: ChangeOrder
  readonly offset: number
  readonly first: number
}

/** Asks why a run took as long as it did, compared with its usual. */
export interface VerdictQuestion {
  readonly kind: 'verdict'
  readonly run: AskedRun
  readonly usual: Usual | null
  /** The run of `usual.median`. */
  readonly base: AskedRun | null
  /** The run shortly before it, if it succeeded. */
  readonly previous: AskedRun | null
}

/** Asks for the requests that send a run to a collector of OpenTelemetry. */
export interface OtlpQuestion {
  readonly kind: 'otlp'
  readonly run: AskedRun
  readonly named: RunNames
}

/** The questions about all processes. Their answers are text, because they are large. */
const TEXT_KINDS: readonly Question['kind'][] = ['timeline', 'waitColumns', 'otlp']

/** Whether the answer to a question is text. */
export const isText = (kind: Question['kind']): boolean => TEXT_KINDS.includes(kind)

export type SeriesKind = 'concurrency' | 'cpu' | 'memory'

/** The answers by the kind of their question. */
export interface Answers extends FileAnswers {
  readonly report: RunReport
  readonly series: readonly SeriesPart[]
  readonly comparison: ComparisonReport
  readonly changes: readonly Change[]
  readonly verdict: VerdictReport
  /** JSON of `TimelineColumns`, in UTF-8. */
  readonly timeline: readonly Uint8Array<ArrayBuffer>[]
  /** Of `encodeColumns`, compressed. */
  readonly columns: Uint8Array<ArrayBuffer>
  /** JSON of `WaitColumns` or null, in UTF-8. */
  readonly waitColumns: readonly Uint8Array<ArrayBuffer>[]
  readonly otlp: readonly OtlpRequest[]
  readonly prediction: PredictionReport
  readonly boundPath: BoundPathReport
  readonly advice: readonly ReportedAdvice[]
}

/** The report on a run's time. Times are milliseconds; `domain/analysis` defines them. */
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

/** Why a run took as long as it did. */
export interface VerdictReport extends Omit<Verdict, 'rows' | 'causes'> {
  readonly causes: readonly ReportedCause[]
  readonly processes: readonly TimedProcess[]
}

export type ReportedCause = Omit<Cause, 'rows'> & { readonly processes: readonly TimedProcess[] }

/** A step of the critical path; `process` is null where none was recorded. */
export interface TimedStep {
  readonly from: number
  readonly to: number
  readonly gap: boolean
  readonly process: TimedProcess | null
}

/** A process in a report. */
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

/** A critical path, by what its moments were spent on. */
export interface BoundPathReport {
  readonly complete: boolean
  readonly kinds: readonly { readonly kind: BoundKind; readonly time: number }[]
  readonly steps: readonly TimedBoundStep[]
}

/** A step of such a path; `process` is null where none was recorded. */
export type TimedBoundStep = Omit<BoundStep, 'row'> & { readonly process: TimedProcess | null }

/** A prediction, with what it is compared with. Times in milliseconds. */
export interface PredictionReport extends Omit<Prediction, 'critical' | 'build'> {
  readonly measured: number
  /** The highest limit of jobs in the record; null if nothing limited them. */
  readonly recordedJobs: number | null
  /** How many processes the changes name. */
  readonly changed: number
  readonly path: BoundPathReport
  /** Its processes at work over time, in equal parts of `wall`. */
  readonly concurrency: readonly SeriesPart[]
}

export type ReportedAdvice = Omit<Advice, 'rows'> & { readonly processes: readonly TimedProcess[] }

export interface SeriesPart {
  readonly mean: number
  readonly peak: number
}

export interface ComparisonReport {
  /** What it says; recorded text stands between backticks. */
  readonly sentences: readonly string[]
  /** Number of changes. */
  readonly changed: number
  readonly totals: readonly ChangeTotal[]
  readonly unchanged: number
  readonly byTool: readonly ToolChange[]
  /** Why steps of the head ran again, the longest first. */
  readonly reruns: readonly ReportedRerun[]
  readonly cpuRatio: number | null
}

/** Why a step ran again. */
export interface ReportedRerun {
  readonly kind: RerunCause['kind']
  readonly text: string
  /** Milliseconds of its processes. */
  readonly own: number
  /** The longest of its processes, in the columns of the head. */
  readonly row: number
}

/** Steps that ran again, in one answer at most; the longest. */
export const MOST_RERUNS = 20

/** Steps of a critical path, and changes, in one answer at most; the longest and the largest. */
export const MOST_STEPS = 2000
export const MOST_CHANGES = 2000

/** Parts of a predicted concurrency. */
export const PREDICTED_PARTS = 400

/** The data of a new thread. */
export interface ThreadData {
  readonly source: RowSource
}

/** A question for a thread, which answers one after the other. */
export interface Job {
  readonly question: Question
  /** Shared memory: not 0 once the question is withdrawn. */
  readonly gone: Int32Array
}

/** The reply of a thread: its answer with an approximate size in bytes, or the code and the message of an error. */
export type Reply =
  | { readonly answer: Answers[keyof Answers]; readonly bytes: number }
  | { readonly code: string; readonly message: string }
