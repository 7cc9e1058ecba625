import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { Misconfigured } from '../../src/errors.ts'
import { startDaemon } from '../../src/daemon.ts'
import { temporaryDirectory, testConfig, testDaemon } from '../support/daemon.ts'
import { BIN, spawnDaemon } from '../support/spawned.ts'
import { anEvent, aRun } from '../support/submissions.ts'

test('what was acknowledged before kill -9 is there after a restart', async () => {
  const data = await temporaryDirectory()
  const first = await spawnDaemon('--data', data)
  const run = aRun()
  await first.submit(run)
  const acknowledged = new Set<string>()
  const worker = async () => {
    for (;;) {
      const event = anEvent(run.data.id)
      try {
        await first.submit(event)
      } catch {
        return
      }
      acknowledged.add(event.data.id)
      if (acknowledged.size === 300) first.child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  await first.exited

  const second = await spawnDaemon('--data', data)
  const { body } = await second.get(`/api/runs/${run.data.id}/events`)
  const stored = body.map((event: { id: string }) => event.id)
  expect(acknowledged.size).toBeGreaterThanOrEqual(300)
  expect([...acknowledged].filter((id) => !stored.includes(id))).toEqual([])
  expect(new Set(stored).size).toBe(stored.length)
})

test('SIGTERM ends it with 0, after what was accepted is stored', async () => {
  const data = await temporaryDirectory()
  const daemon = await spawnDaemon('--data', data)
  const run = aRun()
  await daemon.submit(run)
  daemon.child.kill('SIGTERM')
  expect((await daemon.exited)[0]).toBe(0)
  const again = await testDaemon(data)
  expect((await again.get('/api/stats')).body.total_runs).toBe(1)
})

test('a data directory has one daemon at a time', async () => {
  const { data } = await testDaemon()
  const other = startDaemon(testConfig(data))
  await expect(other).rejects.toThrow(/Another buildspyd uses the data directory/)
})

test('a taken port is one clear line', async () => {
  const { url } = await testDaemon()
  const port = Number(new URL(url).port)
  const other = startDaemon({ ...testConfig(await temporaryDirectory()), port })
  await expect(other).rejects.toThrow(Misconfigured)
  await expect(other).rejects.toThrow(
    `Port ${port} is in use. Stop what uses it, or choose another with --port.`,
  )
})

test.each([
  [['--port', 'x'], /^buildspyd: --port must be 0 to 65535, not "x"\. See buildspyd --help\.\n$/],
  [['--prot'], /^buildspyd: Unknown option '--prot'\. See buildspyd --help\.\n$/],
  [['--data', '/proc/nowhere'], /^buildspyd: The data directory \/proc\/nowhere cannot be made: .*\n$/],
])('buildspyd %j exits 2 with one line', async (args, message) => {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const [code] = await once(child, 'close')
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})
