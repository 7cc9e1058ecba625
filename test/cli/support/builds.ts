import { anEvent, aRun } from '../../support/submissions.ts'
import type { BuildRunInput } from '../../../src/wire/schema.ts'

export const START = '2026-01-02T03:04:05Z'

/** A process that began and ended, as a client sends it. */
export function aWhole(
  id: string,
  pid: number,
  name: string,
  [from, to]: readonly [number, number],
  exit_code: number,
  cmdline = `${name} file.c`,
) {
  const at = (ms: number): string => new Date(Date.parse(START) + ms).toISOString()
  const facts = { pid, ppid: pid === 1 ? 0 : 1, name, cmdline, start_time: at(from) }
  const usage = { user_time_us: 1500, system_time_us: 500, status: 'completed' }
  return [
    anEvent(id, 'process_start', facts, { timestamp: at(from) }),
    anEvent(id, 'process_end', { ...facts, ...usage, end_time: at(to), exit_code }, { timestamp: at(to) }),
  ]
}

/** A run of make with two compilers, one of which fails; `slower` by so many milliseconds. */
export function aBuild(slower = 0, fields: Partial<BuildRunInput> = {}) {
  const run = aRun({
    start_time: START,
    status: 'failed',
    exit_code: 2,
    duration: 1000 + slower,
    labels: { branch: 'main' },
    process_count: 3,
    ...fields,
  })
  const { id } = run.data
  return {
    id,
    lines: [
      run,
      ...aWhole(id, 1, 'make', [0, 1000 + slower], 2),
      ...aWhole(id, 2, 'cc1', [100, 400 + slower], 0),
      ...aWhole(id, 3, 'cc1', [500 + slower, 700 + slower], 1),
    ],
  }
}
