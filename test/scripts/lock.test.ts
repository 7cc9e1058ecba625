import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { exclusively } from '../../scripts/lock.mjs'

test('set-ups of one directory take turns, also after one that failed', async () => {
  const home = process.cwd()
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-lock-'))
  process.chdir(directory)
  onTestFinished(() => {
    process.chdir(home)
    rmSync(directory, { recursive: true })
  })
  vi.spyOn(console, 'log').mockReturnValue()
  let inside = 0
  const work = async () => {
    inside += 1
    await sleep(20)
    expect(inside).toBe(1)
    inside -= 1
  }
  const failing = exclusively(async () => {
    await work()
    throw new Error('failed')
  })
  await Promise.all([expect(failing).rejects.toThrow('failed'), exclusively(work), exclusively(work)])
})
