import { get, type IncomingHttpHeaders } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createClient } from 'graphql-ws'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { decodeColumns } from '../../src/domain/analysis/columns/decode-columns.ts'
import { decode } from '../../src/domain/analysis/processes.ts'
import type { TimelineColumns } from '../../src/domain/analysis/timeline.ts'
import { canCompress } from '../../src/wire/content-coding.ts'
import { testDaemon } from '../support/daemon.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import { submitBuild } from '../support/simulated-build.ts'

/** A response with its bytes as they came: `fetch` would decompress them. */
function read(url: string, codings?: string): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> {
  const headers = codings === undefined ? {} : { 'accept-encoding': codings }
  return new Promise((resolve, reject) => {
    const request = get(url, { headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(pieces) }))
    })
    request.on('error', reject)
  })
}

/** Columns with their strings as texts. */
function textsOf(bytes: Buffer) {
  const { strings, ...columns } = decodeColumns(new Uint8Array(bytes))
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const { ends } = strings
  return {
    ...columns,
    strings: Array.from(ends, (end, at) => decoder.decode(strings.bytes.subarray(ends[at - 1] ?? 0, end))),
  }
}

test('the columns are those of the timeline, however they are compressed and sent', async () => {
  const daemon = await testDaemon()
  const id = await submitBuild(daemon.url, { processes: 300, jobs: 4 })
  const { data } = await daemon.graph(`{ run(id: "${id}") { timeline columns } }`)
  const expected = decode(data.run.timeline as TimelineColumns)
  expect(expected.count).toBeGreaterThan(200)
  const url = `${daemon.url}/api/runs/${id}/columns`
  const plain = await read(url)
  expect(plain.headers).toMatchObject({
    'content-type': 'application/vnd.buildspy.columns',
    vary: 'accept-encoding',
    'content-length': String(plain.bytes.length),
  })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(textsOf(plain.bytes)).toEqual(expected)
  const gzip = await read(url, 'gzip, deflate')
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes)
  const br = await read(url, 'gzip, deflate, br')
  expect(br.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes)
  const best = await read(url, 'gzip, deflate, br, zstd')
  expect(best.headers['content-encoding']).toBe(canCompress('zstd') ? 'zstd' : 'br')
  // `fetch` decompresses by itself, and the graph has the bytes in base64.
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(plain.bytes)
  expect(gunzipSync(Buffer.from(data.run.columns as string, 'base64'))).toEqual(plain.bytes)
})

test('columns hold what odd processes have, and a live run goes on after them', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const { id } = run.data
  const odd = {
    pid: 7,
    ppid: 99,
    name: 'ü',
    cmdline: '\ufeffcc "\u0007" \u{1f600}',
    start_time: '2026-01-02T03:04:05.123456789Z',
    peak_mem: '18446744073709551615',
  }
  await daemon.submit(run, anEvent(id, 'process_start', { pid: 1, start_time: '0001-01-01T00:00:00Z' }))
  const line = JSON.stringify(anEvent(id, 'process_end', { ...odd, signal: 'SIGKILL', exit_code: -1 }))
  await daemon.post('/api/live/submit', line.replace('"18446744073709551615"', '18446744073709551615'))
  const columns = async () => textsOf((await read(`${daemon.url}/api/runs/${id}/columns`)).bytes)
  const before = await columns()
  const { data } = await daemon.graph(`{ run(id: "${id}") { timeline } }`)
  expect(before).toEqual(decode(data.run.timeline as TimelineColumns))
  expect(before).toMatchObject({ seq: 2, count: 2, peakMemory: Float64Array.of(4096, 2 ** 64) })
  expect(before.strings).toContain(odd.cmdline)
  await daemon.submit(anEvent(id, 'process_start', { pid: 8, ppid: 7 }))
  expect(await columns()).toMatchObject({ seq: 3, count: 3 })
  // A reader goes on after the sequence of its columns, and misses nothing.
  const socket = { url: `${daemon.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket }
  const client = createClient(socket)
  onTestFinished(async () => client.dispose())
  const query = `subscription { runEvents(runId: "${id}", after: ${before.seq}) { seq events { process { pid } } } }`
  const { value } = await client.iterate({ query }).next()
  expect(value.data.runEvents).toEqual({ seq: 3, events: [{ process: { pid: 8 } }] })
})

test('columns of no run are 404, of another method 405, and HEAD has none', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(run)
  const ask = (id: string, method = 'GET') => fetch(`${daemon.url}/api/runs/${id}/columns`, { method })
  expect((await ask('00000000-0000-4000-8000-000000000000')).status).toBe(404)
  expect((await ask('x')).status).toBe(404)
  expect((await ask(run.data.id, 'POST')).status).toBe(405)
  const head = await ask(run.data.id, 'HEAD')
  expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0])
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0)
})
