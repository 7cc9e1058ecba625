import { expect } from 'vitest'
import { parseTime } from '../../../src/wire/time.ts'
import type { BuildEventInput, BuildRunInput, SubmissionInput } from '../../../src/wire/schema.ts'

/** A process as its events tell it. Times in nanoseconds since 1970. */
export interface Seen {
  readonly pid: number
  readonly ppid: number
  /** The names it had, in order. */
  readonly names: string[]
  readonly start: bigint
  /** Its latest state. */
  latest: BuildEventInput['process']
  ended: boolean
}

/** Folds the submissions of one build into its run and its processes, and checks what holds for every build. */
export function fold(submissions: readonly SubmissionInput[]) {
  const runs: BuildRunInput[] = []
  const events: BuildEventInput[] = []
  for (const submission of submissions) {
    if (submission.type === 'build_run') runs.push(submission.data)
    if (submission.type === 'build_event') events.push(submission.data)
  }
  const processes: Seen[] = []
  const alive = new Map<number, Seen>()
  for (const { type, process: info } of events) {
    if (type === 'build_complete') continue
    if (type === 'process_start') {
      const start = parseTime(info.start_time)!
      const seen = { pid: info.pid, ppid: info.ppid!, names: [info.name!], start, latest: info, ended: false }
      processes.push(seen)
      alive.set(info.pid, seen)
      continue
    }
    const seen = alive.get(info.pid)
    expect(seen, `${type} of ${info.pid} before its start`).toBeDefined()
    expect(info.start_time).toBe(seen!.latest.start_time)
    if (seen!.names.at(-1) !== info.name) seen!.names.push(info.name!)
    // A known value is never overwritten by an empty one (wire notes).
    seen!.latest = { ...seen!.latest, ...info, cmdline: info.cmdline || seen!.latest.cmdline! }
    if (type === 'process_end') {
      seen!.ended = true
      alive.delete(info.pid)
    }
  }
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length)
  return {
    runs,
    run: runs.at(-1)!,
    events,
    processes,
    /** The processes that had this name at last. */
    named: (name: string) => processes.filter(({ latest }) => latest.name === name),
  }
}
