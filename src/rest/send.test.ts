import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { sendList } from './send.ts'

/** A list without an end. */
async function serveList() {
  let pages = 0
  const read = async ({ first }: { first: number }) => {
    pages++
    const text = Array.from({ length: first }, () => '"0123456789"').join(',')
    return { text, count: first, hasNextPage: true, endCursor: 'x' }
  }
  const app = express()
  let ended: Promise<unknown> | undefined
  app.get('/', (_, response) => void (ended = sendList(response, { read, limit: Infinity })))
  const server = app.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, pages: () => pages, ended: () => ended }
}

test('a list ends with its client, and others are served while one is read as fast as it can be', async () => {
  const list = await serveList()
  const reading = request(list.url).end()
  reading.on('error', () => {})
  const [response] = await once(reading, 'response')
  response.on('error', () => {}).resume()
  // The loop serves this one although the list never waits.
  expect((await fetch(`${list.url}nothing`)).status).toBe(404)
  reading.destroy()
  await list.ended()
  const pages = list.pages()
  expect((await fetch(`${list.url}nothing`)).status).toBe(404)
  expect(list.pages()).toBe(pages)
})

test('HEAD reads one node, and says no more than that there is a list', async () => {
  const list = await serveList()
  const head = await fetch(list.url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  expect(list.pages()).toBe(1)
})
