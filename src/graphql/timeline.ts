import { groupBy, parentOf } from '../domain/parentage.ts'
import type { TimelineColumns } from '../domain/analysis/timeline.ts'
import type { Store } from '../store/open.ts'
import { NOT_SET } from '../wire/time.ts'
import type { RunRow } from '../store/rows.ts'

const STATUS = { running: 0, completed: 1, crashed: 2 } as const

/** Reads the processes of a run as columns. Its `seq` is read first, so a change meanwhile comes again by `runEvents`. */
export async function readTimeline({ reader }: Store, run: RunRow): Promise<TimelineColumns> {
  const { seq } = await reader.run.findUniqueOrThrow({ where: { id: run.id }, select: { seq: true } })
  const rows = await reader.process.findMany({
    where: { runId: run.id },
    orderBy: [{ startTime: 'asc' }, { pid: 'asc' }],
    select: {
      pid: true,
      ppid: true,
      startTime: true,
      endTime: true,
      name: true,
      cmdline: true,
      workingDir: true,
      signal: true,
      status: true,
      exitCode: true,
      userTime: true,
      systemTime: true,
      peakMemory: true,
    },
  })
  const holders = groupBy(
    rows.map((row, index) => ({ ...row, index })),
    (row) => row.pid,
  )
  const strings = new Map<string, number>()
  const intern = (text: string) => {
    const known = strings.get(text)
    if (known !== undefined) return known
    strings.set(text, strings.size)
    return strings.size - 1
  }
  const since = (time: bigint) => (time === NOT_SET ? 0 : Number((time - run.startTime) / 1000n) / 1000)
  return {
    pid: rows.map((row) => row.pid),
    parent: rows.map((row) => parentOf(row, holders.get(row.ppid) ?? [])?.index ?? -1),
    start: rows.map((row) => since(row.startTime)),
    end: rows.map((row) => (row.endTime === null ? null : since(row.endTime))),
    name: rows.map((row) => intern(row.name)),
    commandLine: rows.map((row) => intern(row.cmdline)),
    workingDir: rows.map((row) => intern(row.workingDir)),
    signal: rows.map((row) => intern(row.signal ?? '')),
    status: rows.map((row) => STATUS[row.status as keyof typeof STATUS]),
    exitCode: rows.map((row) => row.exitCode),
    cpuTime: rows.map(({ userTime, systemTime }) =>
      userTime === null && systemTime === null ? null : Number((userTime ?? 0n) + (systemTime ?? 0n)) / 1000,
    ),
    peakMemory: rows.map((row) => Number(BigInt.asUintN(64, row.peakMemory))),
    seq,
    origin: Number(run.startTime / 1000n) / 1000,
    strings: [...strings.keys()],
  }
}
