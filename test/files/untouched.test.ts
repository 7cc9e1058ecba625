import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'
import { recordFiles, temporaryDirectory } from './support/record-files.ts'

/** Opens files for as long as the file `stop` is not there, and says how that went. */
const LOOP = `
  trap '' HUP
  while [ ! -e stop ]; do cat input > copy || echo failed >> failures; : > lap; sleep 0.05; done
  echo ended > ended
`

/** Lets the loop go round once more, ends it, and looks how it went. */
async function survives(directory: string): Promise<void> {
  const path = (name: string): string => join(directory, name)
  // A whole round from now on.
  rmSync(path('lap'))
  await expect.poll(() => existsSync(path('lap'))).toBe(true)
  writeFileSync(path('stop'), '')
  await expect.poll(() => existsSync(path('ended'))).toBe(true)
  expect(existsSync(path('failures'))).toBe(false)
}

function place(): string {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'input'), 'input\n')
  writeFileSync(join(directory, 'loop'), LOOP)
  return directory
}

const started = 'while [ ! -e lap ]; do sleep 0.05; done'

test.each([
  ['a background loop', ['sh', '-c', `sh loop > out 2>&1 < /dev/null & ${started}`]],
  ['a daemon in a session of its own', ['sh', '-c', `setsid sh loop > out 2>&1 < /dev/null & ${started}`]],
  ['a coprocess', ['bash', '-c', `coproc sh loop 2>&1; ${started}`]],
] as const)('%s outlives buildspy run, and still opens files', async (_name, command) => {
  const cwd = place()
  // Our pipes are at their end by then: neither the keeper nor anybody else holds them.
  const { exitCode, blindSpots } = await recordFiles(command, { cwd })
  expect(exitCode).toBe(0)
  expect(blindSpots.join()).toContain('outlived the build')
  await survives(cwd)
})

test('a build goes on opening files when its recorder is killed', async () => {
  const cwd = place()
  const output = join(cwd, 'record.ndjson')
  const args = [BUILDSPY, 'run', '-q', '--files', '--output', output, '--', 'sh', 'loop']
  const recorder = spawn(process.execPath, args, { cwd, stdio: 'ignore' })
  onTestFinished(() => void recorder.kill('SIGKILL'))
  await expect.poll(() => existsSync(join(cwd, 'lap'))).toBe(true)
  recorder.kill('SIGKILL')
  await once(recorder, 'exit')
  await survives(cwd)
})

test('a build finds the descriptors, signals and privileges that it finds without --files', async () => {
  const look =
    'ls -l /proc/self/fd | wc -l; grep -E "Sig(Blk|Ign|Cgt)|NoNewPrivs|Cap" /proc/self/status; ulimit -a'
  const bare = await (await execute('sh', ['-c', look])).done
  const recorded = await recordFiles(['sh', '-c', look])
  expect(recorded.stdout.toString()).toBe(bare.stdout.toString())
})

test('where seccomp is refused, the record has no files and says so', async () => {
  const refuse = compile('refuse-seccomp')
  const cwd = place()
  const record = await recordFiles(['sh', '-c', 'cat input; exit 3'], { cwd, before: [refuse] })
  expect(record.stdout.toString()).toBe('input\n')
  expect(record.exitCode).toBe(3)
  expect(record.parts).toEqual([])
  expect(record.blindSpots).toContain('Files were not recorded: seccomp: Operation not permitted.')
  expect(record.stderr).toContain('files are not recorded: seccomp: Operation not permitted')
})

test('the record of a tracer that polls has no files and says so', async () => {
  const record = await recordFiles(['true'], { options: ['--tracer', 'poll'] })
  expect(record.blindSpots).toContain('Files were not recorded: that needs ptrace.')
})
