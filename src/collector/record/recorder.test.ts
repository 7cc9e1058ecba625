import { expect, test } from 'vitest'
import { parseSubmission } from '../../wire/parse.ts'
import { printTime } from '../../wire/time.ts'
import { Recorder } from './recorder.ts'
import { NOT_MEASURED } from '../tracers/measures.ts'
import type { Exited, TracerEvent } from '../tracers/tracer.ts'
import { uuid } from '../uuid.ts'

const T0 = 1_800_000_000_000_000_000n
const MS = 1_000_000n

const run = {
  id: uuid(),
  command: 'make',
  args: ['-j2'],
  start: T0,
  workingDir: '/src',
  host: 'here',
  cores: 2,
  labels: { branch: 'main' },
}

/** A recorder whose lines are read back through the wire's own parser. */
function recorder() {
  const lines: string[] = []
  const taken = new Recorder(
    run,
    (argv) => argv,
    (line) => lines.push(line),
  )
  const read = () => lines.splice(0).map((line) => parseSubmission(line))
  const told = () =>
    read().map(({ data }) =>
      'process' in data ? `${data.type} ${data.process.pid} ${data.process.name}` : '',
    )
  return { recorder: taken, read, told }
}

const start = (pid: number, ppid: number, at: bigint): TracerEvent => ({
  type: 'start',
  pid,
  ppid,
  time: T0 + at,
})
const image = (pid: number, at: bigint, ...argv: string[]): TracerEvent => ({
  type: 'image',
  pid,
  time: T0 + at,
  image: { name: argv[0]!, argv, cut: false, workingDir: '/src', pipes: [0, 77, 0] },
})
const exit = (pid: number, at: bigint, how: Partial<Exited> = {}): TracerEvent => ({
  type: 'exit',
  pid,
  time: T0 + at,
  exitCode: 0,
  signal: null,
  ...NOT_MEASURED,
  userTime: 3000,
  systemTime: 1000,
  peakMemory: 4096,
  ...how,
})

test('a start is told with the name of what it became, at the time of the fork', () => {
  const { recorder: subject, read } = recorder()
  subject.handle(start(10, 1, 0n))
  expect(read()).toEqual([])
  subject.handle(image(10, 2n * MS, 'make', '-j2'))
  const [event] = read()
  expect(event).toMatchObject({
    type: 'build_event',
    data: {
      type: 'process_start',
      timestamp: T0,
      process: { pid: 10, ppid: 1, name: 'make', cmdline: 'make -j2' },
    },
  })
})

test('what does not exec is told after a while, with its parent’s name and after its parent', () => {
  const { recorder: subject, told } = recorder()
  subject.handle(start(10, 1, 0n))
  subject.handle(image(10, 1n, 'sh'))
  subject.handle(start(11, 10, 10n * MS))
  subject.handle(start(12, 11, 20n * MS))
  subject.tick(T0 + 30n * MS)
  expect(told()).toEqual(['process_start 10 sh'])
  subject.handle(image(12, 31n * MS, 'cat'))
  expect(told()).toEqual(['process_start 11 sh', 'process_start 12 cat'])
  subject.tick(T0 + 500n * MS)
  subject.handle(image(12, 600n * MS, 'tac'))
  subject.handle(exit(11, 700n * MS))
  expect(told()).toEqual(['resource_update 12 tac', 'process_end 11 sh'])
})

test('an end has all measures; a signal makes it a crash', () => {
  const { recorder: subject, read } = recorder()
  subject.handle(start(10, 1, 0n))
  subject.handle(exit(10, 40n * MS))
  subject.handle(start(11, 1, 0n))
  subject.handle(
    exit(11, 40n * MS, {
      exitCode: null,
      signal: 'SIGSEGV',
      userTime: null,
      systemTime: null,
      peakMemory: null,
    }),
  )
  const ends = read().flatMap(({ data }) =>
    'process' in data && data.type === 'process_end' ? [data.process] : [],
  )
  expect(ends[0]).toMatchObject({
    status: 'completed',
    exit_code: 0,
    cpu_usage: 10,
    user_time_us: 3000,
    system_time_us: 1000,
    peak_mem: 4096n,
    end_time: T0 + 40n * MS,
  })
  expect(ends[1]).toMatchObject({ status: 'crashed', signal: 'SIGSEGV', exit_code: null, user_time_us: null })
})

test('a very long command line is told once', () => {
  const { recorder: subject, read } = recorder()
  subject.handle(start(10, 1, 0n))
  subject.handle(image(10, 1n, 'ld', 'x'.repeat(5000)))
  subject.handle(exit(10, 2n))
  const lengths = read().map(({ data }) => ('process' in data ? data.process.cmdline.length : 0))
  expect(lengths).toEqual([5003, 0])
})

test('the end of the run: its final state, then build_complete', () => {
  const { recorder: subject, read } = recorder()
  subject.running()
  subject.handle(start(10, 1, 0n))
  subject.handle(exit(10, 1500n * MS, { exitCode: 2 }))
  read()
  const capture = { tracer: 'ptrace' as const, processes: 1, dropped: 0, blind_spots: [] }
  subject.finish({ exitCode: 2, signal: null, time: T0 + 1500n * MS, blindSpots: [] }, capture)
  expect(read()).toMatchObject([
    {
      type: 'build_run',
      data: { status: 'failed', exit_code: 2, duration: 1500, process_count: 1, capture },
    },
    { type: 'build_event', data: { type: 'build_complete', process: { name: 'build', start_time: T0 } } },
  ])
})

test('the slowest are those that took long by themselves, not those that waited for others', () => {
  const { recorder: subject } = recorder()
  subject.handle(start(10, 1, 0n))
  subject.handle(image(10, 0n, 'make'))
  subject.handle(start(11, 10, 10n * MS))
  subject.handle(start(12, 10, 20n * MS))
  subject.handle(exit(11, 500n * MS))
  subject.handle(exit(12, 900n * MS))
  subject.handle(start(13, 10, 950n * MS))
  subject.handle(exit(13, 960n * MS))
  subject.handle(exit(10, 1000n * MS))
  const { totals } = subject
  expect(totals).toMatchObject({ processes: 4, userTime: 12_000, systemTime: 4000 })
  expect(totals.slowest.map(({ pid, ownTime }) => [pid, ownTime / MS])).toEqual([
    [12, 880n],
    [11, 490n],
    [10, 100n],
  ])
})

test('times keep their nanoseconds', () => {
  const { recorder: subject, read } = recorder()
  subject.handle(start(10, 1, 123n))
  subject.handle(exit(10, 456n))
  const [begun] = read()
  expect(begun!.data).toMatchObject({ timestamp: T0 + 123n })
  expect(printTime(T0 + 123n)).toMatch(/\.000000123Z$/)
})
