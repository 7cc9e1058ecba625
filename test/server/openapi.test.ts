import { randomUUID } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { beforeAll, expect, test } from 'vitest'
import { openApi } from '../../src/rest/openapi.ts'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

type Json = Record<string, unknown>
interface Operation {
  readonly operationId: string
  readonly responses: Record<string, { readonly content: Record<string, Json>; readonly $ref?: string }>
}

const document = structuredClone<object>(openApi()) as { paths: Record<string, Record<string, Operation>> }
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
)
const answered = new Set<string>()
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
beforeAll(() => {
  formats.default(ajv)
  ajv.addFormat('uint64', { type: 'number', validate: (value) => value >= 0 && value <= 2 ** 64 })
  // An OpenAPI document holds more than schemas.
  ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components'])
  ajv.addSchema(document, 'openapi.json')
})

const escape = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Fails unless an answer is one that the document knows. */
async function conforms(url: string, method: string, template: string, response: Response): Promise<unknown> {
  const what = `${method} ${template} ${response.status}`
  const operation = document.paths[template]?.[method.toLowerCase()]
  expect([what, operation?.operationId]).toEqual([what, expect.any(String)])
  const known = operation!.responses[response.status]
  const type = response.headers.get('content-type')!.split(';', 1)[0]!
  const place = known
    ? `paths/${escape(template)}/${method.toLowerCase()}/responses/${response.status}`
    : 'components/responses/Error'
  if (!known) expect([what, response.status >= 400]).toEqual([what, true])
  const text = await response.text()
  const body: unknown = type === 'application/json' ? JSON.parse(text) : text
  const validate = ajv.compile({ $ref: `openapi.json#/${place}/content/${escape(type)}/schema` })
  expect([what, type, validate(body), validate.errors, body]).toEqual([what, type, true, null, body])
  answered.add(`${method} ${template} ${response.status}`)
  return body
}

test('each operation has a name of its own, and says who may use it', () => {
  const names = operations.map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(names.length)
  expect(openApi()).toMatchObject({
    servers: [{ url: '/' }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  })
})

test('what the daemon answers is what the document says, errors too', async () => {
  const { url } = await testDaemon(await temporaryDirectory(), { logLevel: 'silent' })
  const ask = async (
    method: string,
    template: string,
    path: string,
    body?: string,
    type = 'application/json',
  ) =>
    conforms(
      url,
      method,
      template,
      await fetch(url + path, {
        method,
        ...(body !== undefined && { body, headers: { 'content-type': type } }),
      }),
    )
  const submit = (body: string, type?: string) =>
    ask('POST', '/api/live/submit', '/api/live/submit', body, type)
  await ask('GET', '/api/stats', '/api/stats')

  const [done, live, bare, last] = [
    aRun({
      status: 'failed',
      exit_code: -1,
      duration: 12,
      end_time: '2026-01-02T04:00:00.123456789+01:00',
      host: 'a',
      labels: { a: 'b' },
    }),
    aRun(),
    {
      type: 'build_run',
      data: {
        id: randomUUID().toUpperCase(),
        command: '',
        start_time: '2026-01-01T00:00:00Z',
        status: 'completed',
      },
    },
    aRun({ status: 'completed' }),
  ]
  const { id } = done.data
  for (const run of [done, live, bare, last]) await submit(JSON.stringify(run))
  const events = [
    anEvent(id, 'process_start'),
    anEvent(id, 'process_end', {
      exit_code: 1,
      signal: 'SIGKILL',
      user_time_us: 1,
      system_time_us: 2,
      read_bytes: 3,
      written_bytes: 4,
      working_dir: '/',
      end_time: '2026-01-02T03:05:05Z',
    }),
    anEvent(id, 'resource_update', {
      pid: 7,
      children: null,
      name: null,
      ppid: null,
      cpu_usage: null,
      status: null,
      cmdline: null,
    }),
    anEvent(id, 'build_complete'),
  ]
  await submit(ndjson([...events, { type: 'nothing' }]), 'application/x-ndjson')
  await submit(
    JSON.stringify(anEvent(id)).replace(
      '"mem_usage":4096',
      '"mem_usage":18446744073709551615,"peak_mem":18446744073709551615',
    ),
  )
  await submit(
    JSON.stringify({
      type: 'process',
      data: { build_run_id: id, pid: 9, start_time: '0001-01-01T00:00:00Z' },
    }),
  )
  await submit('{')
  await submit('{"type":"build_run"}')
  await submit('nothing\n\nnothing', 'application/x-ndjson')
  await submit('', 'application/x-ndjson')
  await submit('x', 'text/plain')
  await submit('x'.repeat(300_000))

  for (const path of [
    '/api/runs',
    '/api/live',
    '/api/stats',
    '/api/openapi.json',
    '/metrics',
    '/healthz',
    '/readyz',
  ])
    expect([path, await ask('GET', path, path)]).not.toEqual([path, []])
  await ask('GET', '/api/runs', '/api/runs?limit=x')
  for (const part of ['', '/events', '/processes', '/columns'])
    for (const each of [id, live.data.id, bare.data.id, randomUUID(), 'x', '%zz'])
      await ask('GET', `/api/runs/{id}${part}`, `/api/runs/${each}${part}`)

  const graph = (query: string) => ask('POST', '/graphql', '/graphql', JSON.stringify({ query }))
  await graph('{ stats { totalRuns } }')
  await graph('{ nothing }')
  await graph('mutation { deleteRuns(ids: []) { deleted } }')
  await ask('POST', '/graphql', '/graphql', 'x', 'text/plain')
  await ask('POST', '/graphql', '/graphql', 'x')

  await ask('DELETE', '/api/runs', '/api/runs')
  await ask('DELETE', '/api/runs', `/api/runs?run_id=${live.data.id}&run_id=x`)
  await ask('POST', '/api/delete', '/api/delete', '{}')
  await ask('POST', '/api/delete', '/api/delete', '{')
  await ask('POST', '/api/delete', '/api/delete', 'x', 'text/plain')
  await ask('POST', '/api/delete', '/api/delete', JSON.stringify({ run_ids: ['x'.repeat(1024 * 1024)] }))
  await ask('POST', '/api/delete', '/api/delete', JSON.stringify({ run_ids: [bare.data.id] }))
  await ask('POST', '/api/delete', '/api/delete', JSON.stringify({ run_ids: [bare.data.id] }))
  await ask('DELETE', '/api/runs/{id}', `/api/runs/${live.data.id}`)
  await ask('DELETE', '/api/runs/{id}', `/api/runs/${id}`)
  await ask('DELETE', '/api/runs/{id}', `/api/runs/${id}`)
  await ask('DELETE', '/api/runs', `/api/runs?run_id=${last.data.id}`)

  const documented = operations.flatMap(({ method, path, operation }) =>
    Object.keys(operation.responses).map((status) => `${method} ${path} ${status}`),
  )
  expect(documented.filter((each) => !each.endsWith('default') && !answered.has(each))).toEqual([])
})

test('so are refusals', async () => {
  const { url } = await testDaemon(undefined, { tokens: ['ingest:long-enough'], logLevel: 'silent' })
  for (const { method, path } of operations) {
    const address = url + path.replace('{id}', randomUUID())
    const open = ['/healthz', '/readyz'].includes(path)
    for (const headers of [{}, { authorization: 'Bearer long-enough' }, { origin: 'https://evil.example' }]) {
      const response = await fetch(address, { method, headers })
      if (!open) expect([path, response.status >= 400]).toEqual([path, true])
      await conforms(url, method, path, response)
    }
  }
})
