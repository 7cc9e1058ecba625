import { expect, test } from 'vitest'
import { NOT_MEASURED } from '../../tracers/measures.ts'
import { ACCESS as ANALYSIS_ACCESS } from '../../../domain/analysis/recorded.ts'
import { ACCESS } from '../../tracers/files/access.ts'
import type { FileRecord } from '../../tracers/files/file-use.ts'
import type { FileTrace } from '../../tracers/tracer.ts'
import { ProcessTable } from '../process-table.ts'
import { FileRecorder } from './file-recorder.ts'
import type { FileScope } from './project.ts'

/** A trace that is known from the beginning. */
function traceOf(records: FileRecord[]): FileTrace {
  const until = (time: number, take: (record: FileRecord) => void): void => {
    while (records[0] && (records[0].type === 'name' || records[0].time <= time)) take(records.shift()!)
  }
  return {
    isDeprived: false,
    until: (time, take) => until(Number(time), take),
    finish: async (take) => (until(Infinity, take), []),
  }
}

function recorderOf(records: FileRecord[], scope: FileScope = 'all') {
  const lines: string[] = []
  const options = { runId: 'run', scope, workingDir: '/usr/src/project', redact: true }
  const recorder = new FileRecorder(traceOf(records), options, (line) => lines.push(line))
  return { recorder, data: () => lines.map((line) => (JSON.parse(line) as { data: unknown }).data) }
}

const process = (pid: number, time: bigint) =>
  new ProcessTable((argv) => argv).start({ type: 'start', pid, ppid: 1, time })

const exit = (pid: number, time: bigint) =>
  ({ type: 'exit', pid, time, exitCode: 0, signal: null, ...NOT_MEASURED }) as const

const name = (name: string): FileRecord => ({ type: 'name', name })
const use = (time: number, id: number, access: number): FileRecord => ({
  type: 'use',
  pid: 7,
  time,
  id,
  access,
})

test('accesses have the numbers that the analysis reads', () => {
  expect(ACCESS).toEqual(ANALYSIS_ACCESS)
})

test('uses belong to the process that had the id at the time', async () => {
  const { recorder, data } = recorderOf([
    name('/b'),
    name('/a'),
    use(1, 1, ACCESS.READ),
    use(2, 1, ACCESS.WRITTEN),
    { type: 'failed', pid: 7, time: 3 },
    use(20, 0, ACCESS.READ),
  ])
  const [first, second] = [process(7, 0n), process(7, 15n)]
  recorder.see(exit(7, 10n), first)
  recorder.see(exit(7, 30n), second)
  expect(await recorder.finish([])).toEqual([])
  expect(data()).toEqual([
    {
      build_run_id: 'run',
      part: 0,
      first: 0,
      names: ['/b', '/a'],
      processes: [
        { pid: 7, start_time: first.startText, failed: 1, accesses: [1, 3] },
        { pid: 7, start_time: second.startText, failed: 0, accesses: [0, 1] },
      ],
    },
  ])
})

test('system paths are left out where only the project counts, and known keys always', async () => {
  const { recorder, data } = recorderOf(
    [name('/usr/bin/cc'), name('/usr/src/project/a.c'), name(`/home/ghp_${'x'.repeat(36)}`)].concat(
      [0, 1, 2].map((id) => use(1, id, ACCESS.READ)),
    ),
    'project',
  )
  await recorder.finish([process(7, 0n)])
  expect(data()).toMatchObject([{ names: ['/usr/src/project/a.c', '/home/[redacted]'] }])
})

test('a process with many uses takes several lines, none too long', async () => {
  const count = 30_000
  const records = Array.from({ length: count }, (_, id) => name(`/some/directory/of/the/project/${id}`))
  const { recorder, data } = recorderOf([...records, ...records.map((_, id) => use(1, id, ACCESS.READ))])
  await recorder.finish([process(7, 0n)])
  const parts = data() as {
    part: number
    first: number
    names: string[]
    processes: { accesses: number[] }[]
  }[]
  expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index))
  expect(Math.max(...parts.map((part) => JSON.stringify(part).length))).toBeLessThan(200_000)
  const uses = parts.flatMap(({ processes }) => processes)
  expect(uses.reduce((sum, { accesses }) => sum + accesses.length / 2, 0)).toBe(count)
  expect(parts.at(-1)!.first + parts.at(-1)!.names.length).toBe(count)
})
