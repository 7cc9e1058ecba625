import type { Outcome } from '../outcome.ts'
import type { TimelineColumns } from '../timeline.ts'

/** What a page in one file shows of a run: the data that `buildspy export --format html` puts into the page of `client/viewer`. */
export interface PageData {
  readonly run: {
    readonly id: string
    readonly commandLine: string
    readonly workingDir: string
    readonly host: string
    readonly cores: number | null
    readonly outcome: Outcome
    readonly exitCode: number | null
    /** RFC 3339. */
    readonly startTime: string
    /** Milliseconds; so far for a run that goes on. */
    readonly wall: number
    /** Milliseconds. */
    readonly cpuTime: number | null
    /** Bytes. */
    readonly peakMemory: number | null
    readonly labels: readonly { readonly name: string; readonly value: string }[]
    /** What was not recorded, a sentence each. */
    readonly blindSpots: readonly string[]
  }
  readonly timeline: TimelineColumns
}
