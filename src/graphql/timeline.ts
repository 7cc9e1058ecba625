import { parentRows } from '../domain/parentage.ts'
import type { TimelineColumns } from '../domain/analysis/timeline.ts'
import type { Store } from '../store/open.ts'
import { readProcessColumns } from '../store/process-columns.ts'
import type { RunRow } from '../store/rows.ts'

const STATUS: Record<string, number> = { running: 0, completed: 1, crashed: 2 }

/** Reads the processes of a run as columns. Its `seq` is read first, so a change meanwhile comes again by `runEvents`. */
export async function readTimeline(store: Store, run: RunRow): Promise<TimelineColumns> {
  const where = { id: run.id }
  const { seq } = await store.reader.run.findUniqueOrThrow({ where, select: { seq: true } })
  const columns = await readProcessColumns(store, run.id, run.startTime)
  // The empty string comes first, because most rows have it somewhere.
  const strings = new Map<string, number>([['', 0]])
  const intern = (text: string | null): number => {
    if (text === null) return 0
    const known = strings.get(text)
    if (known !== undefined) return known
    strings.set(text, strings.size)
    return strings.size - 1
  }
  /** Whole microseconds, as milliseconds. */
  const milliseconds = (ns: number) => Math.trunc(ns / 1000) / 1000
  // A process without a start stands before all others, as it does in the order of the rows.
  const begun = columns.start.map((start) => start ?? -Infinity)
  return {
    pid: columns.pid,
    parent: Array.from(parentRows(columns.pid, columns.ppid, begun)),
    start: columns.start.map((start) => milliseconds(start ?? 0)),
    end: columns.end.map((end) => (end === null ? null : milliseconds(end))),
    name: columns.name.map(intern),
    commandLine: columns.commandLine.map(intern),
    workingDir: columns.workingDir.map(intern),
    signal: columns.signal.map(intern),
    status: columns.status.map((status) => STATUS[status]!),
    exitCode: columns.exitCode,
    cpuTime: columns.cpuTime.map((time) => (time === null ? null : time / 1000)),
    peakMemory: columns.peakMemory.map((bytes) => (bytes < 0 ? bytes + 2 ** 64 : bytes)),
    seq,
    origin: Number(run.startTime / 1000n) / 1000,
    strings: [...strings.keys()],
  }
}
