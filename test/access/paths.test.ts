import { randomUUID } from 'node:crypto'
import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDaemon, type Daemon } from '../../src/daemon.ts'
import { ROUTES } from '../../src/rest/routes.ts'
import { testConfig } from '../support/daemon.ts'
import { exchangeRaw } from '../support/raw.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const TOKENS = {
  none: undefined,
  ingest: 'the-ingest-token-1',
  read: 'the-reading-token-1',
  admin: 'the-admin-token-123',
}
type Holder = keyof typeof TOKENS
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** Beside the routes of REST. */
const OTHERS = [
  ['POST', '/api/live/submit', 'ingest'],
  ['GET', '/api/openapi.json', 'read'],
  ['GET', '/metrics', 'read'],
  ['GET', '/', 'read'],
  ['GET', '/runs', 'read'],
] as const

let daemon: Daemon
let data: string
const run = aRun({ status: 'completed' })

const head = (holder: Holder) =>
  `Host: localhost\r\nConnection: close\r\n${TOKENS[holder] ? `Authorization: Bearer ${TOKENS[holder]}\r\n` : ''}`

async function send(method: string, target: string, holder: Holder, text = '') {
  const body = text && `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`
  const [answer] = await exchangeRaw(
    daemon.url,
    `${method} ${target} HTTP/1.1\r\n${head(holder)}${body}\r\n${text}`,
  )
  return answer!
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'buildspy-'))
  const tokens = Object.entries(TOKENS).flatMap(([scope, token]) => (token ? [`${scope}:${token}`] : []))
  daemon = await startDaemon({ ...testConfig(data), tokens, logLevel: 'silent' })
  for (const submission of [run, anEvent(run.data.id)]) {
    const { status, body } = await send('POST', '/api/live/submit', 'ingest', JSON.stringify(submission))
    if (status !== 200) throw new Error(body)
  }
})

afterAll(async () => {
  await daemon.close()
  await rm(data, { recursive: true, force: true })
})

const encodeOne = (path: string, at: number) =>
  `${path.slice(0, at)}%${path.charCodeAt(at).toString(16).padStart(2, '0')}${path.slice(at + 1)}`

/** The path of a run of another name, and no variant. */
const ANOTHER_ID = /^\/(api\/)?runs\/[\w.~-]+(\/events|\/processes)?$/

/** Ways to write a path that some server takes for it. */
function variantsOf(path: string): string[] {
  const segments = path.split('/').slice(1)
  const last = segments.at(-1)!
  const before = segments
    .slice(0, -1)
    .map((segment) => `/${segment}`)
    .join('')
  return [
    `${path}/`,
    `${path}//`,
    `/${path}`,
    `//localhost${path}`,
    `/.${path}`,
    `/..${path}`,
    `/x/..${path}`,
    `/%2e%2e${path}`,
    `${before}//${last}`,
    `${before}/./${last}`,
    `${before}/%2e/${last}`,
    `${before}/x/../${last}`,
    `${before}/x/%2e%2e/${last}`,
    `${before}%2f${last}`,
    `${before}%2F${last}`,
    `${before}%5c${last}`,
    `${before}\\${last}`,
    `${path};x=1`,
    `${before};x/${last}`,
    `${path}%3b`,
    `${path}%00`,
    `${path}%20`,
    `${path}.`,
    `${path}.json`,
    `${path}#x`,
    `${path}%3f`,
    `${path}%23`,
    `${path}*`,
    `${path.toUpperCase()}`,
    `${path.slice(0, 2).toUpperCase()}${path.slice(2)}`,
    `${before}/${last[0]?.toUpperCase() ?? ''}${last.slice(1)}`,
    encodeOne(path, 1),
    encodeOne(path, Math.min(path.length - 1, 6)),
    encodeOne(encodeOne(path, path.length - 1), 1),
    path.replace('/', '\uff0f'),
  ].filter((variant) => variant !== path && !ANOTHER_ID.test(variant))
}

/** Forms of a target that stand for the very same path. */
const sameAs = (path: string) => [
  path,
  `${path}?`,
  `${path}?x=/api/runs`,
  `http://localhost${path}`,
  `HTTP://LOCALHOST${path}?x`,
]

const routes = [...ROUTES.map(({ method, path, access }) => [method, path, access] as const), ...OTHERS]
const concrete = (path: string) => path.replace(':id', run.data.id)
const holders = Object.keys(TOKENS) as Holder[]
const may = (holder: Holder, access: string) => holder === 'admin' || holder === access

const bodyFor = (method: string) => (method === 'POST' ? JSON.stringify({ run_ids: [randomUUID()] }) : '')

describe.each(routes)('%s %s', (method, path, access) => {
  test.each(holders)('takes the same path only from whom it should: %s', async (holder) => {
    // A deletion that may happen is tried on another run.
    const route = access === 'admin' ? path.replace(':id', randomUUID()) : concrete(path)
    for (const target of sameAs(route)) {
      const { status } = await send(method, target, holder, bodyFor(method))
      const expected = holder === 'none' ? [401] : may(holder, access) ? [200, 206, 400, 404] : [403]
      expect([target, expected.includes(status), status]).toEqual([target, true, status])
    }
  })

  test('is no other path, whatever the method and the token', async () => {
    const loose: unknown[] = []
    await Promise.all(
      variantsOf(concrete(path)).flatMap((variant) =>
        METHODS.flatMap((method) =>
          holders.map(async (holder) => {
            const { status } = await send(method, variant, holder, bodyFor(method))
            const unknown = holder === 'none' ? [401, 400, 404] : [404, 400]
            if (!unknown.includes(status)) loose.push([method, variant, holder, status])
          }),
        ),
      ),
    )
    expect(loose).toEqual([])
  })
})

test('a reader deletes nothing, however the path is written', async () => {
  const text = JSON.stringify({ run_ids: [run.data.id] })
  for (const variant of ['/api/delete', ...variantsOf('/api/delete'), ...sameAs('/api/delete')])
    for (const method of METHODS) await send(method, variant, 'read', text)
  for (const variant of [
    '',
    ...variantsOf(`/api/runs/${run.data.id}`),
    ...sameAs(`/api/runs/${run.data.id}`),
  ])
    await send('DELETE', variant, 'read')
  const upgraded = await send('POST', '/api/delete', 'read', text)
  expect(upgraded.status).toBe(403)
  expect((await send('GET', `/api/runs/${run.data.id}`, 'read')).status).toBe(200)
})

test('the graph itself refuses a reader to delete and to pin', async () => {
  const query = `mutation { deleteRuns(ids: ["${run.data.id}"]) { deleted } pinRun(id: "${run.data.id}") { id } }`
  const { body } = await send('POST', '/graphql', 'read', JSON.stringify({ query }))
  expect(body).toContain('FORBIDDEN')
  expect((await send('GET', `/api/runs/${run.data.id}`, 'read')).status).toBe(200)
})
