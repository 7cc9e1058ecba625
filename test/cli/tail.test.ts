import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import { FIXTURES } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'

const ESCAPE = '\u001b'

test('tail, not on a terminal: a line for each process that ended, until the build does', async () => {
  const { url, submit } = await testDaemon()
  const run = aRun({ start_time: new Date().toISOString() })
  const { id } = run.data
  const env = { ...process.env, BUILDSPY_URL: url }
  const { child, done } = await execute(process.execPath, [BUILDSPY, 'tail'], { env })
  await once(child.stderr!, 'data')
  await submit(run, anEvent(id, 'process_start', { pid: 5, start_time: run.data.start_time }))
  await submit(
    anEvent(id, 'process_end', {
      pid: 5,
      name: 'ld',
      cmdline: 'ld -o x',
      exit_code: 3,
      start_time: run.data.start_time,
    }),
    anEvent(id, 'build_complete', {
      pid: 0,
      name: 'build',
      exit_code: 3,
      end_time: new Date().toISOString(),
    }),
  )
  const { exitCode, stdout, stderr } = await done
  expect(exitCode).toBe(0)
  expect(stderr).toBe('buildspy: no build is running; waiting for the next\n')
  expect(stdout.toString()).toMatch(/1 process: 0 running, 1 ended, 1 failed, failed \(3\)\n$/)
})

test('tail on a terminal: a view that is redrawn in place', async () => {
  const { url } = await testDaemon()
  const data = await temporaryDirectory()
  const env = { ...process.env, BUILDSPY_URL: url, BUILDSPY_DATA: data }
  const args = [join(FIXTURES, 'terminal.py'), '--', process.execPath, BUILDSPY, 'tail']
  const tail = await execute('python3', args, { env })
  const command = [BUILDSPY, 'run', '-q', '--', 'sh', '-c', 'cat; /bin/false; exit 2']
  const build = await execute(process.execPath, command, { env, running: () => {} })
  let seen = ''
  tail.child.stdout!.on('data', (part) => {
    seen += String(part)
    // Only once it is seen running does it get the end of its input.
    if (/ cat/.test(seen)) build.child.stdin!.end()
  })
  expect((await build.done).exitCode).toBe(2)
  const { stdout } = await tail.done
  const pictures = stdout.toString().split(`\r${ESCAPE}[`)
  expect(pictures[0]).toContain(`${ESCAPE}[?25l`)
  expect(pictures.some((picture) => /^\d+A.* cat/s.test(picture))).toBe(true)
  expect(pictures.at(-1)).toMatch(/3 processes: 0 running, 3 ended, 2 failed, failed \(2\)/)
  expect(pictures.at(-1)!.trimEnd().endsWith(`${ESCAPE}[?25h`)).toBe(true)
})
