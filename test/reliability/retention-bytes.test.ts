import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeOfBuilds } from '../support/retention.ts'

test('--keep-bytes deletes the oldest, and the file shrinks', async () => {
  const { store, data, build, kept } = await storeOfBuilds()
  const builds: string[] = []
  for (let day = 1; day <= 5; day++) builds.push(await build(day, 1000))
  const size = () => statSync(join(data, 'buildspy.db')).size
  await store.reader.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
  const before = size()
  const left = await kept({ bytes: before / 2 })
  expect(left.length).toBeGreaterThan(0)
  expect(left).toEqual(builds.slice(0, left.length))
  await store.reader.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
  expect(size()).toBeLessThan(before * 0.55)
})
