/* oxlint-disable vitest/no-standalone-expect -- behaves() makes the test */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { BuildRunInput } from '../../src/wire/schema.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import type { Run } from './support/api.ts'
import { behaves, behavesOverRest } from './support/suite.ts'

const done = (fields: Partial<BuildRunInput> = {}) =>
  aRun({ exit_code: 0, ...fields, status: fields.status === 'failed' ? 'failed' : 'completed' })
const ids = (runs: readonly Run[]) => runs.map((run) => run.id)

behaves('a build ends by its final build_run', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run)
  expect(ids(await api.live())).toContain(id)
  await api.submit(aRun({ ...run.data, status: 'failed', exit_code: 2, end_time: '2026-01-02T02:00:00Z' }))
  expect(await api.run(id)).toMatchObject({
    status: 'failed',
    exit_code: 2,
    end_time: '2026-01-02T02:00:00.000Z',
  })
  expect(ids(await api.live())).not.toContain(id)
  expect(ids(await api.runs({ search: '/src/project' }))).toContain(id)
})

behaves('a build ends by build_complete, in either order with the final build_run', async (api) => {
  for (const finalFirst of [false, true]) {
    const run = aRun()
    const { id } = run.data
    const final = aRun({
      ...run.data,
      status: 'failed',
      exit_code: 2,
      duration: 7,
      end_time: '2026-01-02T02:00:00Z',
    })
    const complete = anEvent(id, 'build_complete', { name: 'build', status: 'completed' })
    await api.submit(run, finalFirst ? final : complete)
    expect((await api.run(id)).status).toBe(finalFirst ? 'failed' : 'completed')
    await api.submit(finalFirst ? complete : final)
    expect(await api.run(id)).toMatchObject({
      status: 'failed',
      exit_code: 2,
      duration: 7,
      end_time: '2026-01-02T02:00:00.000Z',
    })
  }
})

behaves('late events are stored, and do not revive a run', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run, done(run.data), anEvent(id, 'resource_update'))
  expect((await api.run(id)).status).toBe('completed')
  expect(await api.events(id)).toHaveLength(1)
})

behaves('build_run with running revives a run that was given up', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run, anEvent(id, 'build_crashed', { name: 'monitor', pid: 0 }))
  expect(await api.run(id)).toMatchObject({ status: 'failed', exit_code: -1 })
  await api.submit(anEvent(id, 'resource_update'))
  expect((await api.run(id)).status).toBe('failed')
  await api.submit(run)
  expect(await api.run(id)).toMatchObject({ status: 'running_live' })
  expect(await api.run(id)).not.toHaveProperty('exit_code')
  expect(ids(await api.live())).toContain(id)
})

behaves('a final status replaces the verdict of silence', async (api) => {
  const run = aRun()
  await api.submit(run, anEvent(run.data.id, 'build_crashed', { pid: 0 }), done({ ...run.data, duration: 9 }))
  expect(await api.run(run.data.id)).toMatchObject({ status: 'completed', exit_code: 0, duration: 9 })
  await api.submit(run)
  expect((await api.run(run.data.id)).status).toBe('completed')
})

behaves('live runs are listed apart', async (api) => {
  const command = `make-${randomUUID()}`
  const [live, over] = [aRun({ command }), done({ command })]
  await api.submit(live, over)
  expect(ids(await api.runs({ search: command }))).toEqual([over.data.id])
  const listed = (await api.live()).filter((run) => run.command === command)
  expect(listed).toMatchObject([{ id: live.data.id, status: 'running_live' }])
})

behaves('runs are newest first', async (api) => {
  const command = `make-${randomUUID()}`
  const at = (start_time: string) => done({ command, start_time })
  const runs = [
    at('2026-01-02T00:00:00.000000002Z'),
    at('2026-01-02T00:00:00.000000003Z'),
    at('2026-01-02T02:00:00.000000001+02:00'),
    at('2026-01-01T23:59:59Z'),
  ]
  await api.submit(...runs)
  expect(ids(await api.runs({ search: command }))).toEqual([1, 0, 2, 3].map((index) => runs[index]!.data.id))
})

behaves('search is literal, ignores case, over command line and directory', async (api) => {
  const tag = randomUUID()
  const percent = done({
    command: 'make',
    args: ['-j2', `100%-${tag}`],
    working_dir: `/SRC/Ünder_score/${tag}`,
  })
  const other = done({ command: `ninja\\x-${tag}`, args: ['100x'], working_dir: '/src/other' })
  await api.submit(percent, other)
  const found = async (search: string) => ids(await api.runs({ search }))
  expect(await found(`100%-${tag}`)).toEqual([percent.data.id])
  expect(await found(`MAKE -J2 100%-${tag.toUpperCase()}`)).toEqual([percent.data.id])
  expect(await found(`ünder_SCORE/${tag}`)).toEqual([percent.data.id])
  expect(await found(`\\x-${tag} 100`)).toEqual([other.data.id])
  for (const pattern of [`%${tag}`, `_-${tag}`, `100\\%-${tag}`, `"${tag}"`, `'; --${tag}`])
    expect(await found(pattern)).toEqual([])
  expect(await found(tag)).toHaveLength(2)
})

behaves('limit counts only runs that are not live, and defaults to 50', async (api) => {
  const command = `make-${randomUUID()}`
  const year = { start_time: '2026-06-01T00:00:00Z' }
  await api.submit(
    ...Array.from({ length: 60 }, (_, i) => (i % 10 ? done({ command }) : aRun({ command, ...year }))),
  )
  expect(await api.runs({ search: command, limit: 3 })).toHaveLength(3)
  expect(await api.runs({ search: command })).toHaveLength(50)
  expect(await api.runs({ search: command, limit: 53 })).toHaveLength(53)
  expect(await api.runs({ search: command, limit: 500 })).toHaveLength(54)
})

behavesOverRest('a limit that is not a positive whole number is 400', async (api) => {
  for (const limit of ['0', '-1', '1.5', 'many', '', '1e2', '٣', '1&limit=2']) {
    const { status, body } = await api.request('GET', `/api/runs?limit=${limit}`)
    expect([limit, status, body.error]).toEqual([limit, 400, expect.stringMatching(/^limit: /)])
  }
})

behaves('lists are [] when empty', async (api) => {
  const run = aRun()
  await api.submit(run)
  expect(await api.runs({ search: randomUUID() })).toEqual([])
  expect(await api.events(run.data.id)).toEqual([])
  expect(await api.processes(run.data.id)).toEqual([])
})

behaves('statistics count by stored status', async (api) => {
  const before = await api.stats()
  await api.submit(aRun(), done(), done({ status: 'failed', exit_code: 1 }))
  const after = await api.stats()
  const grown = (status: string) => after.by_status[status]! - (before.by_status[status] ?? 0)
  expect(after.total_runs - before.total_runs).toBe(3)
  expect(after.live_builds - before.live_builds).toBe(1)
  expect(['running', 'completed', 'failed'].map(grown)).toEqual([1, 1, 1])
  expect(after.by_status).not.toHaveProperty('running_live')
})
