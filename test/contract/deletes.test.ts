/* oxlint-disable vitest/no-standalone-expect -- behaves() makes the test */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { anEvent, aRun } from '../support/submissions.ts'
import { behaves, behavesOverRest } from './support/suite.ts'

const done = () => aRun({ status: 'completed', exit_code: 0 })
const refusedWith = (status: number) => expect.objectContaining({ status })

behaves('a run is deleted with its events and processes', async (api) => {
  const run = done()
  const { id } = run.data
  await api.submit(run, anEvent(id))
  await api.delete(id)
  await expect(api.run(id)).rejects.toEqual(refusedWith(404))
  await expect(api.events(id)).rejects.toEqual(refusedWith(404))
  await expect(api.processes(id)).rejects.toEqual(refusedWith(404))
  await expect(api.delete(id)).rejects.toEqual(refusedWith(404))
  await api.submit(run)
  expect(await api.events(id)).toEqual([])
})

behaves('a live run is not deleted', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run)
  await expect(api.delete(id)).rejects.toEqual(refusedWith(400))
  for (const outcome of await api.deleteMany([id], [id]))
    expect(outcome).toEqual({
      deleted_count: 0,
      total_requested: 1,
      errors: [`Cannot delete live build: ${id}`],
    })
  expect((await api.run(id)).id).toBe(id)
})

behaves('an unknown run is not deleted', async (api) => {
  const id = randomUUID()
  await expect(api.delete(id)).rejects.toEqual(refusedWith(404))
  for (const outcome of await api.deleteMany([id], [id]))
    expect(outcome).toEqual({ deleted_count: 0, total_requested: 1, errors: [`There is no run ${id}`] })
})

behaves('bulk: counts, errors only if there are any, twice the same id is once', async (api) => {
  const lists = []
  for (let i = 0; i < 2; i++) {
    const [a, b, live] = [done(), done(), aRun()]
    await api.submit(a, b, live)
    lists.push([a.data.id, b.data.id, a.data.id.toUpperCase(), live.data.id, 'no-uuid'])
  }
  for (const [index, outcome] of (await api.deleteMany(...lists)).entries())
    expect(outcome).toEqual({
      deleted_count: 2,
      total_requested: 5,
      errors: [`Cannot delete live build: ${lists[index]![3]}`, 'There is no run no-uuid'],
    })
  const [a, b] = [done(), done()]
  await api.submit(a, b)
  for (const outcome of await api.deleteMany([a.data.id], [b.data.id]))
    expect(outcome).toEqual({ deleted_count: 1, total_requested: 1 })
})

behavesOverRest('bulk: 200 if all are deleted, 206 if not, 400 without ids', async (api) => {
  const [a, b] = [done(), done()]
  await api.submit(a, b)
  const unknown = randomUUID()
  const byQuery = async (...ids: string[]) =>
    (await api.request('DELETE', `/api/runs?${ids.map((id) => `run_id=${id}`).join('&')}`)).status
  const byBody = async (body: unknown) =>
    (await api.request('POST', '/api/delete', JSON.stringify(body))).status
  expect(await byQuery(a.data.id)).toBe(200)
  expect(await byQuery(unknown, unknown)).toBe(206)
  expect(await byQuery()).toBe(400)
  expect(await byBody({ run_ids: [b.data.id] })).toBe(200)
  expect(await byBody({ run_ids: [unknown] })).toBe(206)
  for (const body of [{ run_ids: [] }, {}, [], null, 7, { run_ids: [7] }, { run_ids: { id: 1 } }])
    expect([body, await byBody(body)]).toEqual([body, 400])
  expect((await api.request('POST', '/api/delete', '{')).status).toBe(400)
})
