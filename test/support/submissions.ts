import { randomUUID } from 'node:crypto'
import type {
  BuildEventInput,
  BuildRunInput,
  EventType,
  ProcessInfoInput,
  SubmissionInput,
} from '../../src/wire/schema.ts'

/** A `build_run` as a client sends it. */
export const aRun = (fields: Partial<BuildRunInput> = {}): SubmissionInput & { type: 'build_run' } => ({
  type: 'build_run',
  data: {
    id: randomUUID(),
    command: 'make',
    args: ['-j2', 'all'],
    start_time: '2026-01-02T03:04:05.123456789+02:00',
    status: 'running',
    working_dir: '/src/project',
    process_count: 0,
    ...fields,
  },
})

/** A process snapshot as a client sends it. */
export const aProcess = (runId: string, fields: Partial<ProcessInfoInput> = {}): ProcessInfoInput => ({
  build_run_id: runId,
  pid: 101,
  ppid: 100,
  name: 'cc1',
  cmdline: 'cc1 -O2 foo.c',
  start_time: '2026-01-02T01:04:06Z',
  cpu_usage: 12.5,
  mem_usage: 4096,
  status: 'running',
  children: null,
  ...fields,
})

/** A `build_event` as a client sends it. */
export const anEvent = (
  runId: string,
  type: EventType = 'process_start',
  process: Partial<ProcessInfoInput> = {},
  fields: Partial<BuildEventInput> = {},
): SubmissionInput & { type: 'build_event' } => ({
  type: 'build_event',
  data: {
    id: randomUUID(),
    build_run_id: runId,
    timestamp: '2026-01-02T01:04:06Z',
    type,
    process: aProcess(runId, process),
    ...fields,
  },
})

/** Lines of NDJSON. */
export const ndjson = (submissions: readonly object[]): string =>
  submissions.map((submission) => `${JSON.stringify(submission)}\n`).join('')
