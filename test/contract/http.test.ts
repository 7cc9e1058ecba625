/* oxlint-disable vitest/no-standalone-expect -- behaves() makes the test */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { aRun } from '../support/submissions.ts'
import type { Api } from './support/api.ts'
import { behaves, behavesOverRest } from './support/suite.ts'

const refusedWith = (status: number) => expect.objectContaining({ status })

async function notFound(api: Api, id: string): Promise<void> {
  await expect(api.run(id)).rejects.toEqual(refusedWith(404))
  await expect(api.events(id)).rejects.toEqual(refusedWith(404))
  await expect(api.processes(id)).rejects.toEqual(refusedWith(404))
  await expect(api.delete(id)).rejects.toEqual(refusedWith(404))
}

behaves('an id that is not a UUID is 404', async (api) => {
  for (const id of ['not-a-uuid', '1', `${randomUUID()}0`, '00000000-0000-0000-0000-00000000000g'])
    await notFound(api, id)
})

behaves('an unknown id is 404', (api) => notFound(api, randomUUID()))

const READS = ['/', '/api/runs', '/api/live', '/api/stats']

behavesOverRest('another method is 405 with Allow', async (api) => {
  const id = randomUUID()
  const wrong: [string, string, string][] = [
    ...['/', '/api/live', '/api/stats', `/api/runs/${id}/events`, `/api/runs/${id}/processes`].flatMap(
      (path) =>
        ['POST', 'PUT', 'PATCH', 'DELETE'].map((method): [string, string, string] => [
          method,
          path,
          'GET, HEAD',
        ]),
    ),
    ['POST', '/api/runs', 'GET, HEAD, DELETE'],
    ['PUT', '/api/runs', 'GET, HEAD, DELETE'],
    ['POST', `/api/runs/${id}`, 'GET, HEAD, DELETE'],
    ['GET', '/api/live/submit', 'POST'],
    ['PUT', '/api/live/submit', 'POST'],
    ['GET', '/api/delete', 'POST'],
    ['DELETE', '/api/delete', 'POST'],
  ]
  for (const [method, path, allow] of wrong) {
    const { status, headers, body } = await api.request(method, path)
    expect([method, path, status, headers.get('allow')]).toEqual([method, path, 405, allow])
    expect(body.error).toContain(allow)
  }
})

behavesOverRest('HEAD is GET without a body', async (api) => {
  const run = aRun()
  await api.submit(run)
  const paths = ['', '/events', '/processes'].map((part) => `/api/runs/${run.data.id}${part}`)
  for (const path of [...READS, ...paths]) {
    const [get, head] = [await api.request('GET', path), await api.request('HEAD', path)]
    expect([path, head.status, head.text]).toEqual([path, get.status, ''])
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
  }
  expect((await api.request('HEAD', `/api/runs/${randomUUID()}`)).status).toBe(404)
})

behavesOverRest('errors are JSON with a sentence', async (api) => {
  const wrong: [string, string, number][] = [
    ['GET', `/api/runs/${randomUUID()}`, 404],
    ['GET', '/api/runs/%zz', 400],
    ['GET', '/api/runs/%E0%A4%A', 400],
    ['GET', '/api/runs?limit=0', 400],
    ['GET', '/api/runs?search=a&search=b', 400],
    ['GET', '/api', 404],
    ['GET', '/api/nothing', 404],
    ['GET', '/api/runs/1/2/3', 404],
    ['PUT', '/nothing', 404],
    ['GET', '/ws/live', 404],
    ['POST', '/api/live/submit', 400],
  ]
  for (const [method, path, expected] of wrong) {
    const { status, headers, body } = await api.request(method, path)
    expect([method, path, status]).toEqual([method, path, expected])
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(body).toEqual({ error: expect.stringMatching(/\w+ \w+/) })
  }
})

behavesOverRest('the dashboard is a page', async (api) => {
  const { status, headers, text } = await api.request('GET', '/')
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)])
  expect(text).toContain('<!doctype html>')
})
