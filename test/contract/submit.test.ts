/* oxlint-disable vitest/no-standalone-expect -- behaves() makes the test */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { anEvent, aProcess, aRun, ndjson } from '../support/submissions.ts'
import { behaves, behavesOverRest } from './support/suite.ts'

const SUBMIT = '/api/live/submit'
const NDJSON = 'application/x-ndjson'

behaves('a run is stored before the response, and reads back field by field', async (api) => {
  const run = aRun({ start_time: new Date().toISOString() })
  await api.submit(run)
  expect(await api.run(run.data.id)).toEqual({
    id: run.data.id,
    command: 'make',
    args: ['-j2', 'all'],
    start_time: run.data.start_time,
    status: 'running_live',
    working_dir: '/src/project',
    process_count: 0,
  })
})

behaves('a second build_run updates the first', async (api) => {
  const run = aRun()
  const final = {
    status: 'failed',
    exit_code: 2,
    end_time: '2026-01-02T02:00:00Z',
    duration: 5,
    process_count: 9,
  } as const
  await api.submit(run, aRun({ ...run.data, command: 'ninja', ...final }))
  expect(await api.run(run.data.id)).toMatchObject({
    command: 'ninja',
    ...final,
    end_time: '2026-01-02T02:00:00.000Z',
  })
})

behaves('fields without a value are absent', async (api) => {
  const run = aRun()
  await api.submit(run, anEvent(run.data.id))
  const { id } = run.data
  for (const field of ['end_time', 'exit_code', 'duration'])
    expect(await api.run(id)).not.toHaveProperty(field)
  expect((await api.events(id))[0]!.process).not.toHaveProperty('end_time')
  expect((await api.processes(id))[0]).not.toHaveProperty('end_time')
})

behaves('null lists are empty lists', async (api) => {
  const run = aRun({ args: null })
  await api.submit(run, anEvent(run.data.id, 'process_start', { children: null }))
  expect((await api.run(run.data.id)).args).toEqual([])
  expect((await api.events(run.data.id))[0]!.process.children).toEqual([])
})

behavesOverRest('null for a field means that it is absent', async (api) => {
  const run = aRun({ end_time: null, exit_code: null, duration: null, working_dir: null })
  await api.submit(run)
  expect(await api.run(run.data.id)).toMatchObject({ working_dir: '', status: 'running_live' })
})

behaves('times keep nanoseconds, and any offset is read', async (api) => {
  const run = aRun({ start_time: '2026-01-02T03:04:05.123456789+02:00' })
  const timestamp = '2026-01-01T22:34:05.000000001-03:30'
  await api.submit(run, anEvent(run.data.id, 'process_start', {}, { timestamp }))
  expect((await api.run(run.data.id)).start_time).toBe('2026-01-02T01:04:05.123456789Z')
  expect((await api.events(run.data.id))[0]!.timestamp).toBe('2026-01-02T02:04:05.000000001Z')
})

behavesOverRest('the zero time is "not set"', async (api) => {
  const zero = '0001-01-01T00:00:00Z'
  const run = aRun({ end_time: zero })
  const { id } = run.data
  await api.submit(run, anEvent(id, 'process_start', { start_time: zero, end_time: zero }))
  expect(await api.run(id)).not.toHaveProperty('end_time')
  for (const process of [(await api.events(id))[0]!.process, (await api.processes(id))[0]!]) {
    expect(process.start_time).toBe(zero)
    expect(process).not.toHaveProperty('end_time')
  }
})

behaves('a retried event is stored once', async (api) => {
  const run = aRun()
  const event = anEvent(run.data.id)
  await api.submit(run, event, event, anEvent(run.data.id))
  await api.submit(event)
  expect(await api.events(run.data.id)).toHaveLength(2)
})

behaves('an event of an unknown run is refused', async (api) => {
  await expect(api.submit(anEvent(randomUUID()))).rejects.toMatchObject({
    status: 404,
    message: expect.stringContaining('There is no run'),
  })
})

behavesOverRest('a refused submission names the field, and stores nothing', async (api) => {
  const { data } = aRun()
  const wrong: [object | string, RegExp][] = [
    ['{', /not valid JSON/],
    [{}, /^type/],
    [[], /The body/],
    [{ type: 'build', data }, /^type: must be build_run, build_event, process, machine or files/],
    [{ type: 'build_run', data: 7 }, /^data: /],
    [{ type: 'build_run', data: { ...data, id: 'x' } }, /^data\.id: must be a UUID/],
    [{ type: 'build_run', data: { ...data, id: undefined } }, /^data\.id: is missing/],
    [{ type: 'build_run', data: { ...data, status: 'odd' } }, /^data\.status: must be one of/],
    [{ type: 'build_run', data: { ...data, args: [1] } }, /^data\.args\.0: /],
    [{ type: 'build_run', data: { ...data, start_time: 'yesterday' } }, /^data\.start_time: /],
    [{ type: 'build_run', data: { ...data, exit_code: 1e10 } }, /^data\.exit_code: /],
    [{ ...anEvent(data.id), data: { ...anEvent(data.id).data, type: 'odd' } }, /^data\.type: must be one of/],
    [anEvent(data.id, 'process_start', { pid: 2 ** 31 }), /^data\.process\.pid: /],
    [anEvent(data.id, 'process_start', { build_run_id: randomUUID() }), /^data\.process\.build_run_id: /],
    [anEvent(data.id, 'process_start', { mem_usage: '99999999999999999999' }), /^data\.process\.mem_usage: /],
    [{ type: 'process', data: { ...aProcess(data.id), pid: '1' } }, /^data\.pid: must be a number/],
  ]
  for (const [body, error] of wrong) {
    const answer = await api.request('POST', SUBMIT, typeof body === 'string' ? body : JSON.stringify(body))
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringMatching(error)])
  }
  await expect(api.run(data.id)).rejects.toMatchObject({ status: 404 })
})

behavesOverRest('content types: a charset is fine, another type is 415', async (api) => {
  const body = JSON.stringify(aRun())
  const status = async (path: string, type: string) => (await api.request('POST', path, body, type)).status
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
  ])
    expect(await status(SUBMIT, type)).toBe(200)
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
  ]) {
    expect(await status(SUBMIT, type)).toBe(415)
    expect(await status('/api/delete', type)).toBe(415)
  }
})

behavesOverRest('a body over its limit is 413', async (api) => {
  const run = aRun()
  await api.submit(run)
  const event = (size: number) =>
    JSON.stringify(anEvent(run.data.id, 'process_start', { cmdline: 'x'.repeat(size) }))
  expect((await api.request('POST', SUBMIT, event(255 * 1024))).status).toBe(200)
  expect((await api.request('POST', SUBMIT, event(256 * 1024))).status).toBe(413)
  expect((await api.request('POST', SUBMIT, `${event(9)}\n`.repeat(20_000), NDJSON)).status).toBe(413)
  const ids = JSON.stringify({ run_ids: Array.from({ length: 30_000 }, () => randomUUID()) })
  expect((await api.request('POST', '/api/delete', ids)).status).toBe(413)
})

behavesOverRest('NDJSON: the valid lines are stored, the others named', async (api) => {
  const run = aRun()
  const long = anEvent(run.data.id, 'process_start', { cmdline: 'x'.repeat(256 * 1024) })
  const lines = ndjson([
    run,
    anEvent(run.data.id),
    anEvent(randomUUID()),
    { type: 'odd' },
    long,
    anEvent(run.data.id),
  ])
  const answer = await api.request('POST', SUBMIT, `${lines}\n  \nnonsense`, NDJSON)
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      status: 'success',
      accepted: 3,
      rejected: [
        { line: 3, error: expect.stringContaining('There is no run') },
        { line: 4, error: 'type: must be build_run, build_event, process, machine or files' },
        { line: 5, error: expect.stringContaining('at most') },
        { line: 9, error: expect.stringContaining('not valid JSON') },
      ],
    },
  ])
  expect(await api.events(run.data.id)).toHaveLength(2)
})

behavesOverRest('NDJSON: 400 if no line is valid, 413 for too many', async (api) => {
  const run = aRun()
  expect((await api.request('POST', SUBMIT, '{}\n[]\n', NDJSON)).status).toBe(400)
  expect((await api.request('POST', SUBMIT, '\n', NDJSON)).status).toBe(400)
  const lines = (count: number) =>
    ndjson([run, ...Array.from({ length: count - 1 }, () => anEvent(run.data.id))])
  expect((await api.request('POST', SUBMIT, lines(1001), NDJSON)).status).toBe(413)
  expect((await api.request('POST', SUBMIT, '\n'.repeat(5_000_000), NDJSON)).status).toBe(400)
  expect((await api.request('POST', SUBMIT, 'x\n'.repeat(2_000_000), NDJSON)).status).toBe(413)
  await expect(api.run(run.data.id)).rejects.toMatchObject({ status: 404 })
  expect((await api.request('POST', SUBMIT, lines(1000), NDJSON)).body.accepted).toBe(1000)
})
