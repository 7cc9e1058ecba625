import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { aRun } from '../support/submissions.ts'

/** A receiver whose responses have a status that the test sets. It gives the messages one by one. */
async function aReceiver() {
  const receiver = { status: 200, messages: [] as { headers: IncomingMessage['headers']; body: string }[] }
  const server = createServer(async (request, response) => {
    receiver.messages.push({ headers: request.headers, body: await text(request) })
    response.writeHead(receiver.status, { location: '/elsewhere' }).end()
    server.emit('message')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const next = async () => {
    while (receiver.messages.length === 0) await once(server, 'message')
    return receiver.messages.shift()!
  }
  return { receiver, url: `http://127.0.0.1:${port}/hook`, next }
}

const ended = (fields: object = {}) => {
  const end = Date.now()
  const start_time = new Date(end - 2000).toISOString()
  const end_time = new Date(end).toISOString()
  return aRun({ start_time, end_time, status: 'completed', exit_code: 0, duration: 2000, ...fields })
}

test('a message for each run that ends, signed as Standard Webhooks says', async () => {
  const { url, next } = await aReceiver()
  const secretFile = join(await temporaryDirectory(), 'secret')
  const daemon = await testDaemon(undefined, { webhook: { url, secretFile } })
  const secret = (await readFile(secretFile, 'utf8')).trim()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect((await stat(secretFile)).mode & 0o777).toBe(0o600)
  const run = ended({ labels: { branch: 'main' } })
  await daemon.submit(run)
  const { headers, body } = await next()
  expect(JSON.parse(body)).toMatchObject({
    type: 'build.succeeded',
    data: {
      id: run.data.id,
      outcome: 'succeeded',
      duration: 2000,
      labels: { branch: 'main' },
      verdict: { kind: expect.any(String) },
    },
  })
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(signed).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${signature}`)
  // Neither a repetition nor an old build is news.
  const failed = ended({ status: 'failed', exit_code: 2 })
  await daemon.submit(run, ended({ end_time: '2026-01-02T00:00:00Z' }), failed)
  expect(JSON.parse((await next()).body)).toMatchObject({
    type: 'build.failed',
    data: { id: failed.data.id },
  })
})

test('a message that nobody took waits for the next start; a redirection is not followed', async () => {
  const { receiver, url, next } = await aReceiver()
  receiver.status = 307
  const secretFile = join(await temporaryDirectory(), 'secret')
  const webhook = { url, secretFile }
  const daemon = await testDaemon(undefined, { webhook, logLevel: 'silent' })
  await daemon.submit(ended())
  const first = await next()
  await daemon.close()
  receiver.status = 200
  const restarted = await testDaemon(daemon.data, { webhook })
  const second = await next()
  expect(second.body).toBe(first.body)
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
  const last = ended()
  await restarted.submit(last)
  // Only what the receiver has taken makes room for the next.
  expect(JSON.parse((await next()).body)).toMatchObject({ data: { id: last.data.id } })
  const metrics = await (await fetch(`${restarted.url}/metrics`)).text()
  expect(metrics).toContain('buildspy_webhook_messages_total{result="delivered"}')
})
