import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { getIntrospectionQuery } from 'graphql'
import { createClient } from 'graphql-ws'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import documents from '../../src/server/graphql/trusted/documents.json' with { type: 'json' }
import { testDaemon } from '../support/daemon.ts'
import { aRun } from '../support/submissions.ts'

const named = (client: string, name: string) =>
  documents.find((document) => document.client === client && document.name === name)!

const LISTED = named('cli', 'Listed')
const OWN = '{ runs(first: 1) { nodes { id } } }'

/** Posts an operation as it is. */
const asked = async (daemon: Awaited<ReturnType<typeof testDaemon>>, body: object) => {
  const response = await daemon.post('/graphql', JSON.stringify(body))
  return { status: response.status, ...((await response.json()) as { data?: object; errors?: object[] }) }
}

test('an id is the digest of its document', () => {
  for (const { id, document } of documents)
    expect(id).toBe(`sha256:${createHash('sha256').update(document).digest('hex')}`)
})

test('a document is served by its id, by POST, GET and over a socket', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(run)
  const variables = { first: 1 }
  const data = { runs: { nodes: [{ id: run.data.id }] } }
  expect(await asked(daemon, { documentId: LISTED.id, variables })).toMatchObject({ status: 200, data })
  expect(await asked(daemon, { documentId: LISTED.id.slice(7), variables })).toMatchObject({ data })
  const url = `${daemon.url}/graphql?documentId=${LISTED.id}&variables=${JSON.stringify(variables)}`
  const got = await fetch(url, { headers: { 'graphql-require-preflight': '1' } })
  expect(await got.json()).toMatchObject({ data })
  const client = createClient({
    url: `${daemon.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  })
  const results = client.iterate({ query: '', documentId: LISTED.id, variables } as { query: string })
  expect((await results.next()).value).toMatchObject({ data })
  await client.dispose()
  expect(await asked(daemon, { documentId: 'sha256:00' })).toMatchObject({
    status: 404,
    errors: [{ extensions: { code: 'PERSISTED_DOCUMENT_NOT_FOUND' } }],
  })
  expect((await asked(daemon, { query: OWN })).data).toBeDefined()
})

describe('with --trusted-documents-only', () => {
  const refusal = { errors: [{ extensions: { code: 'UNTRUSTED_DOCUMENT' } }] }

  test('only documents of the catalogue are executed', async () => {
    const daemon = await testDaemon(undefined, { trustedDocumentsOnly: true })
    const run = aRun()
    await daemon.submit(run)
    const variables = { first: 1 }
    expect(await asked(daemon, { query: OWN })).toMatchObject({ status: 403, ...refusal })
    expect(await asked(daemon, { query: 'subscription { runsChanged { deleted } }' })).toMatchObject(refusal)
    expect(await asked(daemon, { documentId: LISTED.id, variables })).toMatchObject({ status: 200 })
    // Clients send the text, laid out in their own way, and the dashboard's adds `__typename`.
    const text = LISTED.document.replaceAll(/\s+/g, ' ').replace('nodes {', 'nodes { __typename')
    expect((await asked(daemon, { query: text, variables })).data).toBeDefined()
    expect((await asked(daemon, { query: text.replace('cpuTime', 'host'), variables })).data).toBeUndefined()
    expect((await asked(daemon, { query: getIntrospectionQuery() })).errors).toBeUndefined()
    expect((await asked(daemon, { query: '{ __typename runs { totalCount } }' })).data).toBeUndefined()
    // The REST API executes documents of its own.
    expect((await daemon.get('/api/runs')).status).toBe(200)
  })

  test('the same holds for a socket', async () => {
    const daemon = await testDaemon(undefined, { trustedDocumentsOnly: true })
    const socket = new WebSocket(`${daemon.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(socket, 'open')
    const next = async () => JSON.parse(String((await once(socket, 'message'))[0])) as object
    socket.send(JSON.stringify({ type: 'connection_init' }))
    expect(await next()).toEqual({ type: 'connection_ack' })
    const subscribe = (id: string, query: string) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }))
    subscribe('own', 'subscription { runsChanged { deleted } }')
    expect(await next()).toMatchObject({ id: 'own', payload: refusal })
    socket.close()
    await once(socket, 'close')
  })
})
