import { waitingOf, type Waiting } from '../domain/analysis/time/waiting.ts'
import type { ShownProcess } from '../domain/model.ts'
import { readChildTimes } from '../store/reads/child-time.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { Process } from './refs.ts'

builder.objectField(Process, 'waiting', (t) =>
  t.field({
    type: ProcessWaiting,
    description: 'Its waiting times and their causes.',
    resolve: (row) => row,
  }),
)

const ProcessWaiting = builder.objectRef<ShownProcess>('ProcessWaiting').implement({
  description:
    'How a process spent its life, in milliseconds. `onCpu`, `runQueue`, `disk`, `children` and `other` sum to `wall`; one that is ' +
    'null is part of `other`. Where several threads ran or waited at the same time, they share the wall time.',
  fields: (t) => ({
    wall: t.float({
      nullable: true,
      description: 'From its begin to its end; null while it runs.',
      resolve: (row) => wallOf(row),
    }),
    onCpu: t.float({
      nullable: true,
      description: 'A processor worked for it; null if nothing measured it.',
      resolve: (row) => (cpuOf(row) === null ? null : kindsOf(row).onCpu),
    }),
    runQueue: t.float({
      nullable: true,
      description: 'It could run, and no processor was free; null if nothing measured it.',
      resolve: (row) => (row.runQueueTime === null ? null : kindsOf(row).runQueue),
    }),
    disk: t.float({
      nullable: true,
      description: 'It waited for a disk; null where the kernel does not count that.',
      resolve: (row) => (row.diskTime === null ? null : kindsOf(row).disk),
    }),
    children: t.float({
      nullable: true,
      description: 'One of its children lived, and none of the above applied; null while it runs.',
      resolve: async (row, _, context) => (await kindsWithChildren(context, row))?.children ?? null,
    }),
    other: t.float({
      nullable: true,
      description: 'It waited for something else; null while it runs.',
      resolve: async (row, _, context) => (await kindsWithChildren(context, row))?.other ?? null,
    }),
    voluntarySwitches: t.exposeFloat('voluntarySwitches', {
      nullable: true,
      description: 'How often it gave its processor up, to wait.',
    }),
    involuntarySwitches: t.exposeFloat('involuntarySwitches', {
      nullable: true,
      description: 'How often its processor was given to another.',
    }),
    minorFaults: t.exposeFloat('minorFaults', {
      nullable: true,
      description: 'Pages that it found in memory.',
    }),
    majorFaults: t.exposeFloat('majorFaults', {
      nullable: true,
      description: 'Pages that had to be read.',
    }),
    blocksRead: t.exposeFloat('blocksRead', {
      nullable: true,
      description: 'Blocks of 512 bytes that a disk read for it.',
    }),
    blocksWritten: t.exposeFloat('blocksWritten', {
      nullable: true,
      description: 'Blocks of 512 bytes that it had a disk write.',
    }),
    stdinPipe: t.exposeFloat('stdinPipe', {
      nullable: true,
      description: 'The inode of the pipe that was its standard input at its last exec; null for none.',
    }),
    stdoutPipe: t.exposeFloat('stdoutPipe', {
      nullable: true,
      description: 'The same of its standard output.',
    }),
    stderrPipe: t.exposeFloat('stderrPipe', {
      nullable: true,
      description: 'The same of its standard error.',
    }),
  }),
})

/** Milliseconds. */
const wallOf = ({ startTime, endTime }: ShownProcess): number | null =>
  endTime === null ? null : Number(endTime - startTime) / 1e6

/** Microseconds. */
const cpuOf = ({ userTime, systemTime }: ShownProcess): number | null =>
  userTime === null && systemTime === null ? null : (userTime ?? 0) + (systemTime ?? 0)

/** @param childTime milliseconds; does not change what was measured of the process itself */
function kindsOf(row: ShownProcess, childTime = 0): Waiting {
  const milliseconds = (time: number | null) => (time === null ? NaN : time / 1000)
  return waitingOf({
    wall: wallOf(row) ?? Infinity,
    cpu: milliseconds(cpuOf(row)),
    runQueue: milliseconds(row.runQueueTime),
    disk: milliseconds(row.diskTime),
    childTime,
  })
}

/** @returns null while the process runs */
async function kindsWithChildren(
  { store, together }: GraphContext,
  row: ShownProcess,
): Promise<Waiting | null> {
  const { runId, pid, startTime, endTime } = row
  if (endTime === null) return null
  const time = await together.ask(['child time'], [runId, pid, startTime, endTime] as const, (parents) =>
    readChildTimes(store, parents),
  )
  return kindsOf(row, time / 1e6)
}
