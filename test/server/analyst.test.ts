import { expect, onTestFinished, test } from 'vitest'
import { Analyst, type Subject } from '../../src/analysis/analyst.ts'
import { MOST_PROCESSES, readProcesses } from '../../src/analysis/read-processes.ts'
import { TooLarge, Unavailable } from '../../src/errors.ts'
import { openStore } from '../../src/store/store.ts'
import { testDaemon } from '../support/daemon.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { submitBuild } from '../support/simulated-build.ts'

/** An analyst, and a run that it can be asked about under any number of versions, each as if it were another. */
async function analystOf(processes: number) {
  const data = await temporaryDirectory()
  const daemon = await testDaemon(data)
  const id = await submitBuild(daemon.url, { processes })
  await daemon.close()
  const store = await openStore(placeOf(data))
  const { startTime, seq, cores, workingDir, processesSeen } = await store.reader.run.findUniqueOrThrow({
    where: { id },
  })
  const analyst = new Analyst(store.rows)
  onTestFinished(async () => {
    await analyst.close()
    await store.close()
  })
  const run = (version: string): Subject => ({
    id,
    startTime,
    seq,
    cores,
    workingDir,
    exitCode: 0,
    version,
    status: 'completed',
    until: 1000,
    processes: processesSeen,
    ended: true,
  })
  const ask = (version: string, signal?: AbortSignal) =>
    analyst.ask<'report'>({ kind: 'report', run: run(version) }, [run(version)], signal)
  return { ask }
}

test('who asks the same at once or again gets the same answer', async () => {
  const { ask } = await analystOf(100)
  const all = await Promise.all(Array.from({ length: 4 }, () => ask('1')))
  expect(new Set([...all, await ask('1')]).size).toBe(1)
  expect(await ask('2')).not.toBe(all[0])
})

test('what too many wait for is refused, and what was accepted is answered', async () => {
  const { ask } = await analystOf(100)
  const asked = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => ask(String(n))))
  const refused = asked.filter(({ status }) => status === 'rejected')
  expect(refused.map((each) => (each as PromiseRejectedResult).reason)).toEqual(
    refused.map(() => expect.any(Unavailable)),
  )
  expect(refused).toHaveLength(60 - 33)
  await ask('later')
})

test('a question goes when the last who asked it leaves, and what waits behind it goes on', async () => {
  const { ask } = await analystOf(20_000)
  const leaving = new AbortController()
  const left = [ask('1', leaving.signal), ask('1', leaving.signal)]
  const waiting = ask('2', leaving.signal)
  const next = ask('3')
  leaving.abort(new Error('left'))
  for (const each of [...left, waiting]) await expect(each).rejects.toThrow('left')
  expect((await next).byTool.length).toBeGreaterThan(1)
  await expect(ask('4', leaving.signal)).rejects.toThrow('left')
  // Who still waits gets it.
  const staying = new AbortController()
  const stays = ask('5', staying.signal)
  const leaves = new AbortController()
  const goes = ask('5', leaves.signal)
  leaves.abort(new Error('left'))
  await expect(goes).rejects.toThrow('left')
  expect((await stays).byTool.length).toBeGreaterThan(1)
})

test('a run beyond the limit is said to be too large', async () => {
  const row = [1, 0, 0, 1, 'cc', 'cc', '/', 'completed 0 ', 1, 1]
  const rows = Array.from({ length: 1000 }, () => row)
  let read = 0
  const endless = {
    async read(_: unknown, take: (some: typeof rows) => boolean) {
      while (take(rows)) read += rows.length
    },
    close: async () => {},
  }
  const reading = readProcesses(endless, { id: 'x', startTime: 0n, seq: 1 }, () => true)
  await expect(reading).rejects.toThrow(TooLarge)
  expect(read).toBe(MOST_PROCESSES)
})

test('over HTTP, what too many wait for is 503 with Retry-After', async () => {
  const daemon = await testDaemon()
  // Large enough that the requests arrive before many of them are answered.
  const id = await submitBuild(daemon.url, { processes: 10_000 })
  const ask = (parts: number) => {
    const query = `{ run(id: "${id}") { analysis { concurrency(parts: ${parts}) { mean } } } }`
    return daemon.post('/graphql', JSON.stringify({ query }))
  }
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(n + 1)))
  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused.length).toBeGreaterThan(0)
  for (const answer of refused) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await answer.json()).errors[0].extensions).toEqual({ code: 'UNAVAILABLE' })
  }
})
