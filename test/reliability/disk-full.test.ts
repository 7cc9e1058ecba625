import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../support/daemon.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const run = (command: string, args: string[]): void => {
  execFileSync(command, args, { stdio: 'ignore' })
}

/** A file system of its own, with so many MiB; undefined where the system does not let us mount one. */
async function smallDisk(size: number): Promise<string | undefined> {
  const directory = await temporaryDirectory()
  try {
    run('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', directory])
  } catch {
    return undefined
  }
  onTestFinished(() => run('umount', ['--lazy', directory]))
  return directory
}

/** Takes what is free on a disk, but for so many KiB. */
function fill(directory: string, leave: number): string {
  const { bavail, bsize } = statfsSync(directory)
  const file = join(directory, 'ballast')
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leave * 1024)))
  return file
}

test('a full disk: 503 with Retry-After, no false acknowledgement, and it works again once there is room', async (context) => {
  const data = await smallDisk(16)
  if (!data) return context.skip('no file system can be mounted here')
  const daemon = await spawnDaemon('--data', data)
  const run = aRun()
  await daemon.submit(run)
  const isReady = async () => (await daemon.get('/readyz')).status
  expect(await isReady()).toBe(200)
  const acknowledged: string[] = []
  const post = async () => {
    const event = anEvent(run.data.id, 'process_start', { cmdline: 'x'.repeat(10_000) })
    const response = await daemon.post('/api/live/submit', JSON.stringify(event))
    if (response.status === 200) acknowledged.push(event.data.id)
    return { response, body: (await response.json()) as { error?: string } }
  }

  // Three times, with less and less room left: the disk fills up at another step of the transaction each time.
  for (const leave of [400, 100, 0]) {
    const ballast = fill(data, leave)
    const refused = []
    for (let i = 0; i < 400 && refused.length < 5; i++) {
      const { response, body } = await post()
      if (response.status !== 200)
        refused.push([response.status, response.headers.get('retry-after'), body.error])
    }
    const sentence = 'The database cannot write: its disk may be full, or it is away. Try again in a second.'
    expect(refused).toEqual(Array.from({ length: 5 }, () => [503, '1', sentence]))
    expect((await daemon.get('/api/stats')).status).toBe(200)
    await expect.poll(isReady).toBe(503)
    rmSync(ballast)
    await expect.poll(isReady).toBe(200)
    expect((await post()).response.status).toBe(200)
  }

  // Before a submission fails: there is room for it, but for few more.
  const ballast = fill(data, 700)
  await expect.poll(isReady).toBe(503)
  expect((await daemon.get('/readyz')).body).toEqual({
    error: 'The disk of the data directory is full, or almost.',
  })
  expect((await post()).response.status).toBe(200)
  rmSync(ballast)
  await expect.poll(isReady).toBe(200)

  const { body } = await daemon.get(`/api/runs/${run.data.id}/events`)
  expect(body.map((event: { id: string }) => event.id)).toEqual(acknowledged)
  expect(daemon.log()).toContain('full')
})
