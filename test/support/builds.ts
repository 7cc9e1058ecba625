import fc from 'fast-check'
import type { BuildRunInput, EventType, ProcessInfoInput, SubmissionInput } from '../../src/wire/schema.ts'
import { anEvent, aProcess, aRun } from './submissions.ts'

/** The submissions of one build: the run's first word, which must come first, and the rest, which need not. */
export interface Build {
  readonly first: SubmissionInput & { type: 'build_run' }
  readonly rest: readonly SubmissionInput[]
}

/** Few values, so that claims meet: the same second, the same process, empty and known. */
const time = fc.nat({ max: 9 }).map((digit) => `2026-01-02T01:00:00.00000000${digit}Z`)
const text = fc.constantFrom('', 'a', 'b', 'ünï', '\ud83d\ude00', '\ud800', '"\\\n\u2028', '%_')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })

const process: fc.Arbitrary<Partial<ProcessInfoInput>> = fc.record({
  pid: fc.constantFrom(1, 2, 3, -1, 2147483647),
  ppid: fc.constantFrom(0, 1, 2),
  name: text,
  cmdline: text,
  start_time: fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '2026-01-02T01:00:00Z',
    '1969-12-31T23:59:59.999999999Z',
  ),
  end_time: maybe(time),
  cpu_usage: fc.oneof(fc.constantFrom(0, -0, 100, 1e-7), fc.double({ min: 0, max: 1e6, noNaN: true })),
  mem_usage: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  status: fc.constantFrom('', 'running', 'completed', 'crashed'),
  children: fc.constantFrom(null, [], [1, 2]),
  exit_code: maybe(fc.constantFrom(0, 1, -1)),
  signal: maybe(fc.constantFrom('', 'SIGKILL', 'SIGTERM')),
  user_time_us: maybe(fc.nat()),
  system_time_us: maybe(fc.nat()),
  peak_mem: maybe(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)),
})

const about = fc.constantFrom<EventType>('process_start', 'resource_update', 'process_end')

const final: fc.Arbitrary<Partial<BuildRunInput>> = fc.record({
  status: fc.constantFrom('completed', 'failed'),
  exit_code: maybe(fc.constantFrom(0, 2)),
  end_time: maybe(time),
  duration: maybe(fc.nat()),
  process_count: fc.nat({ max: 9 }),
})

/** Any build with this run id, as a client may send it. */
export const aBuild = (id: string): fc.Arbitrary<Build> =>
  fc
    .record({
      command: text,
      events: fc.array(fc.record({ type: about, process, timestamp: time, id: fc.uuid() }), {
        maxLength: 12,
      }),
      processes: fc.array(process, { maxLength: 2 }),
      final: maybe(final),
      complete: maybe(fc.record({ process, timestamp: time, id: fc.uuid() })),
    })
    .map(({ command, events, processes, final, complete }): Build => {
      const first = aRun({ id, command })
      const event = (type: EventType, at: NonNullable<typeof complete>) =>
        anEvent(id, type, at.process, { timestamp: at.timestamp, id: at.id })
      return {
        first,
        rest: [
          ...events.map((each) => event(each.type, each)),
          ...processes.map((each): SubmissionInput => ({ type: 'process', data: aProcess(id, each) })),
          ...(complete ? [event('build_complete', complete)] : []),
          ...(final ? [aRun({ ...first.data, ...final })] : []),
        ],
      }
    })
