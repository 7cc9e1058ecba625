import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anEvent, aRun } from '../../test/support/submissions.ts'
import type { RunRow } from './model.ts'
import { checkSubmission } from '../wire/parse.ts'
import type { BuildEvent, BuildRun } from '../wire/read.ts'
import type { BuildRunInput, EventType, ProcessInfoInput } from '../wire/schema.ts'
import { applyBuildRun, applyEvent } from './run.ts'

const id = randomUUID()
const run = (fields: Partial<BuildRunInput> = {}) => checkSubmission(aRun({ id, ...fields })).data as BuildRun
const event = (type: EventType, process: Partial<ProcessInfoInput> = {}) =>
  checkSubmission(anEvent(id, type, process)).data as BuildEvent

/** The run after an event. */
const after = (row: RunRow, event: BuildEvent): RunRow => {
  const changed = { ...row }
  applyEvent(changed, event)
  return changed
}

const running = applyBuildRun(undefined, run(), 1n)
const final = run({
  status: 'failed',
  exit_code: 2,
  end_time: '2026-01-02T02:00:00Z',
  duration: 5,
  process_count: 9,
})
const crashed = after(running, event('build_crashed'))

describe('a run ends', () => {
  test('by a final build_run', () => {
    const ended = applyBuildRun(running, final, 2n)
    expect(ended).toMatchObject({
      status: 'failed',
      exitCode: 2,
      duration: 5n,
      reportedProcesses: 9,
      endedBy: 'client',
    })
  })

  test('by build_complete, whose word the final build_run replaces', () => {
    const complete = after(running, event('build_complete', { status: 'completed' }))
    expect(complete).toMatchObject({ status: 'completed', endedBy: 'event' })
    expect(applyBuildRun(complete, final, 3n)).toMatchObject({ status: 'failed', exitCode: 2 })
  })

  test('the same whichever of the two comes first', () => {
    const complete = event('build_complete', { exit_code: 2, status: 'failed' })
    const untimed = (row: RunRow) => ({ ...row, lastSeenAt: 0n, changedAt: 0n })
    const oneWay = after(applyBuildRun(running, final, 2n), complete)
    const other = applyBuildRun(after(running, complete), final, 3n)
    expect(untimed(oneWay)).toEqual(untimed(other))
  })

  test('by silence: failed, exit code −1', () => {
    expect(crashed).toMatchObject({ status: 'failed', exitCode: -1, endedBy: 'sweep' })
  })
})

describe('after the end', () => {
  test('late events do not revive a run', () => {
    expect(after(crashed, event('resource_update')).status).toBe('failed')
  })

  test('a build_run with running revives one that was given up', () => {
    const revived = applyBuildRun(crashed, run(), 3n)
    expect(revived).toMatchObject({ status: 'running', endTime: null, exitCode: null, endedBy: null })
  })

  test('a build_run with running that comes late does not revive one that ended', () => {
    expect(applyBuildRun(applyBuildRun(running, final, 2n), run(), 3n).status).toBe('failed')
  })

  test('a final status replaces the verdict of silence', () => {
    expect(applyBuildRun(crashed, run({ status: 'completed', exit_code: 0 }), 3n)).toMatchObject({
      status: 'completed',
      exitCode: 0,
    })
  })
})
