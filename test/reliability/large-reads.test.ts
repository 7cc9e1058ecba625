import { once } from 'node:events'
import { request as send, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../support/database.ts'
import { slowness } from '../support/slowness.ts'
import { submitBuild } from '../support/simulated-build.ts'
import { spawnProbed } from '../support/spawned.ts'

/** Milliseconds that no read may hold the event loop; twice what is promised, since code is compiled meanwhile. */
const MOST_HELD = 100

/** Each figure is the least of so many, because other work of the machine only makes it longer. */
const TRIES = 3

const PROCESSES = 40_000

/** Asks, and takes the answer as fast as it comes. */
async function read(url: string, method = 'GET', body?: string): Promise<string> {
  const request = send(url, { method, headers: body ? { 'content-type': 'application/json' } : {} })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  expect(response.statusCode).toBe(200)
  return Buffer.concat(chunks).toString()
}

/** Milliseconds of the fastest of a few. */
async function leastTime(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  while (times.length < TRIES) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return Math.min(...times)
}

test('no read of a large run holds the event loop, however fast it is taken', async () => {
  const daemon = await spawnProbed('--data', await temporaryDirectory())
  const base = await submitBuild(daemon.url, { processes: PROCESSES })
  const head = await submitBuild(daemon.url, { processes: PROCESSES, seed: 2, slowdown: 1.2 })
  const run = `${daemon.url}/api/runs/${base}`
  const graph = (query: string) => read(`${daemon.url}/graphql`, 'POST', JSON.stringify({ query }))
  const analyses = ['a', 'b', 'c', 'd'].map((alias) => `${alias}: analysis { wall concurrency { mean } }`)
  const reads = {
    'events once': () => read(`${run}/events`),
    'events by four': () => Promise.all(Array.from({ length: 4 }, () => read(`${run}/events`))),
    processes: () => read(`${run}/processes`),
    compare: () => graph(`{ compare(base: "${base}", head: "${head}") { changed unchanged } }`),
    analysis: () => graph(`{ run(id: "${base}") { ${analyses.join(' ')} } }`),
    timeline: () => graph(`{ run(id: "${base}") { timeline } }`),
    'events of a type': () =>
      graph(`{ run(id: "${base}") { events(types: [build_complete]) { totalCount nodes { seq } } } }`),
  }
  const held: Record<string, number> = {}
  for (const [name, each] of Object.entries(reads)) {
    const tries: number[] = []
    while (tries.length < TRIES && !tries.some((ms) => ms <= MOST_HELD)) {
      await daemon.held()
      await each()
      tries.push(await daemon.held())
    }
    held[name] = Math.min(...tries)
  }
  const tooLong = Object.entries(held).filter(([, ms]) => ms > MOST_HELD * slowness())
  expect(tooLong, JSON.stringify(held)).toEqual([])

  const whole = JSON.parse(await read(`${run}/processes`)) as { pid: number; children: number[] }[]
  const { data } = JSON.parse(await graph(`{ run(id: "${base}") { timeline } }`))
  expect(whole.map(({ pid }) => pid)).toEqual(data.run.timeline.pid)
  const children = whole.reduce((sum, process) => sum + process.children.length, 0)
  expect(children).toBe(data.run.timeline.parent.filter((row: number) => row >= 0).length)

  const took = await leastTime(() => read(`${run}/events`))
  for (const list of ['events', 'processes']) {
    const head = await leastTime(async () => expect(await read(`${run}/${list}`, 'HEAD')).toBe(''))
    expect(head, 'HEAD walks nothing').toBeLessThan(took / 2)
  }
}, 180_000)
