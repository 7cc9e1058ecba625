import { execFile } from 'node:child_process'
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../support/daemon.ts'
import { BIN, spawnDaemon } from '../support/spawned.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const run = promisify(execFile)
const buildspyd = (...args: string[]) =>
  run(process.execPath, [BIN, ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  )

test('a backup under load has all that was acknowledged before it, and a daemon starts from it', async () => {
  const [data, copies] = [await temporaryDirectory(), await temporaryDirectory()]
  const daemon = await spawnDaemon('--data', data)
  const build = aRun()
  await daemon.submit(build)
  const acknowledged: string[] = []
  const over = new AbortController()
  const load = async () => {
    while (!over.signal.aborted) {
      const event = anEvent(build.data.id, 'process_start', { cmdline: 'x'.repeat(2000) })
      await daemon.submit(event)
      acknowledged.push(event.data.id)
    }
  }
  const loads = Array.from({ length: 4 }, load)
  await expect.poll(() => acknowledged.length).toBeGreaterThan(300)

  const before = [...acknowledged]
  const copy = join(copies, 'buildspy.backup')
  expect(await buildspyd('backup', copy, '--data', data)).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Copied 1 build /),
  })
  await expect.poll(() => acknowledged.length).toBeGreaterThan(before.length + 10)
  over.abort()
  await Promise.all(loads)
  expect(statSync(copy).mode & 0o777).toBe(0o600)

  const again = await buildspyd('backup', copy, '--data', data)
  expect(again).toMatchObject({ code: 2, said: expect.stringMatching(/exists\. .*--force/) })
  const live = await buildspyd('restore', copy, '--data', data, '--force')
  expect(live).toMatchObject({ code: 2, said: expect.stringMatching(/Another buildspyd uses/) })

  const restored = join(copies, 'restored')
  expect(await buildspyd('restore', copy, '--data', restored)).toMatchObject({ code: 0 })
  expect(await buildspyd('restore', copy, '--data', restored)).toMatchObject({
    code: 2,
    said: expect.stringMatching(/--force/),
  })
  expect(await buildspyd('restore', copy, '--data', restored, '--force')).toMatchObject({ code: 0 })
  const second = await spawnDaemon('--data', restored)
  const events = (await second.get(`/api/runs/${build.data.id}/events`)).body as { id: string }[]
  const { data: graph } = await second.graph(`{ run(id: "${build.data.id}") { seq } }`)
  expect(graph.run.seq).toBe(events.length)
  const stored = new Set(events.map(({ id }) => id))
  expect(before.filter((id) => !stored.has(id))).toEqual([])
  await second.submit(anEvent(build.data.id))
})

test('what is no sound backup is refused in a sentence, and leaves the directory as it was', async () => {
  const [data, copies] = [await temporaryDirectory(), await temporaryDirectory()]
  const daemon = await spawnDaemon('--data', data)
  await daemon.submit(aRun())
  const copy = join(copies, 'copy')
  await buildspyd('backup', copy, '--data', data)
  daemon.child.kill('SIGTERM')
  await daemon.exited
  const database = readFileSync(join(data, 'buildspy.db'))

  const cut = join(copies, 'cut')
  writeFileSync(cut, readFileSync(copy))
  truncateSync(cut, statSync(copy).size >> 1)
  const text = join(copies, 'text')
  writeFileSync(text, 'no database')
  for (const file of [cut, text, join(copies, 'missing')]) {
    const { code, said } = await buildspyd('restore', file, '--data', data, '--force')
    expect({ code, said }).toMatchObject({ code: 2, said: expect.stringContaining(file) })
    expect(said).not.toContain('    at ')
  }
  expect(readFileSync(join(data, 'buildspy.db')).equals(database)).toBe(true)
})
