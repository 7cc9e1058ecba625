import type { Live } from '../../collector/record/process-table.ts'
import type { Exited } from '../../collector/tracers/tracer.ts'
import type { Waits } from '../../domain/analysis/recorded.ts'
import { CRASHED, NO_EXIT_CODE, type Processes } from '../../domain/analysis/processes.ts'

/** A build of more processes gets a summary without a verdict, and no trace: the memory of `buildspy run` is bounded. */
export const MOST_KEPT = 50_000

const NS_PER_US = 1000n
const US_PER_MS = 1e3
const COMPLETED = 1

/** Columns of processes, with their pids. */
type KeptColumns = Processes & { readonly pid: readonly number[] }

/** The processes of a build that ended, kept for the verdict in its summary, and for its trace. */
export class KeptProcesses {
  private ended: { readonly process: Live; readonly event: Exited }[] = []
  private isFull = false

  add(process: Live, event: Exited): void {
    if (this.isFull) return
    if (this.ended.length === MOST_KEPT) {
      this.isFull = true
      this.ended = []
    } else this.ended.push({ process, event })
  }

  /**
   * The processes, and what they waited for, as the analysis reads them. O(n log n).
   * @param start of the build, nanoseconds since 1970
   * @returns undefined if there were too many
   */
  columns(start: bigint): { readonly processes: KeptColumns; readonly waits: Waits | null } | undefined {
    if (this.isFull) return undefined
    const rows = this.ended.toSorted((a, b) => Number(a.process.start - b.process.start))
    const rowOf = new Map(rows.map(({ process }, row) => [process, row]))
    const strings: string[] = []
    const places = new Map<string, number>()
    const intern = (text: string): number => {
      const known = places.get(text)
      if (known !== undefined) return known
      places.set(text, strings.length)
      return strings.push(text) - 1
    }
    // Whole microseconds, as the daemon gives them: the ids of spans follow from the start.
    const since = (time: bigint): number => Number((time - start) / NS_PER_US) / US_PER_MS
    const cpuTime = ({ userTime, systemTime }: Exited): number =>
      userTime === null || systemTime === null ? NaN : (userTime + systemTime) / US_PER_MS
    const processes: KeptColumns = {
      count: rows.length,
      pid: rows.map(({ process }) => process.pid),
      strings,
      start: rows.map(({ process }) => since(process.start)),
      end: rows.map(({ event }) => since(event.time)),
      parent: rows.map(({ process }) => (process.parent && rowOf.get(process.parent)) ?? -1),
      name: rows.map(({ process }) => intern(process.name)),
      commandLine: rows.map(({ process }) => intern(process.cmdline)),
      workingDir: rows.map(({ process }) => intern(process.workingDir)),
      signal: rows.map(({ event }) => intern(event.signal ?? '')),
      status: rows.map(({ event }) => (event.signal ? CRASHED : COMPLETED)),
      exitCode: rows.map(({ event }) => event.exitCode ?? NO_EXIT_CODE),
      cpuTime: rows.map(({ event }) => cpuTime(event)),
      peakMemory: rows.map(({ event }) => event.peakMemory ?? 0),
    }
    const milliseconds = (time: number | null): number => (time === null ? NaN : time / US_PER_MS)
    const isMeasured = rows.some(({ event }) => event.runQueueTime !== null || event.diskTime !== null)
    const waits: Waits = {
      runQueue: rows.map(({ event }) => milliseconds(event.runQueueTime)),
      disk: rows.map(({ event }) => milliseconds(event.diskTime)),
      stdin: rows.map(({ process }) => process.pipes[0]),
      stdout: rows.map(({ process }) => process.pipes[1]),
      stderr: rows.map(({ process }) => process.pipes[2]),
    }
    return { processes, waits: isMeasured ? waits : null }
  }
}
