import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FIXTURES } from './support/fixtures.ts'
import { record } from './support/record.ts'

const TRACERS = ['ptrace', 'poll']

test.each(TRACERS)('%s: the exit code is passed on', async (tracer) => {
  const { exitCode, run } = await record(['sh', '-c', 'exit 42'], { options: ['--tracer', tracer] })
  expect(exitCode).toBe(42)
  expect(run).toMatchObject({ status: 'failed', exit_code: 42 })
})

test.each(TRACERS)('%s: a build ended by a signal is recorded with 128 + its number', async (tracer) => {
  const { signal, run, processes } = await record(['sh', '-c', 'kill -KILL $$'], {
    options: ['--tracer', tracer],
  })
  expect(signal).toBe('SIGKILL')
  expect(run).toMatchObject({ status: 'failed', exit_code: 137 })
  expect(processes[0]!.latest).toMatchObject({ status: 'crashed', signal: 'SIGKILL' })
})

test('a process ended by a signal is crashed, and names the signal', async () => {
  const { exitCode, processes } = await record(['sh', '-c', 'sh -c "kill -SEGV \\$\\$"; exit 0'])
  expect(exitCode).toBe(0)
  expect(processes[1]!.latest).toMatchObject({ status: 'crashed', signal: 'SIGSEGV' })
  expect(processes[1]!.latest.exit_code).toBeUndefined()
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s sent to BuildSpy alone reaches the build', async (signal) => {
  const script = `trap 'echo caught; exit 3' ${signal.slice(3)}; echo ready; while :; do read line; done`
  const { exitCode, stdout } = await record(['sh', '-c', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    running: (child) => child.stdout!.once('data', () => child.kill(signal)),
  })
  expect(stdout.toString()).toBe('ready\ncaught\n')
  expect(exitCode).toBe(3)
})

test.each(TRACERS)(
  'hard case: Ctrl-C in a terminal, with %s: it ends the build, and BuildSpy after it',
  async (tracer) => {
    const script = 'trap "exit 9" INT; tty; echo ready; while :; do read line; done'
    const { exitCode, stdout, run } = await record(['sh', '-c', script], {
      before: ['python3', join(FIXTURES, 'terminal.py'), 'ready', String.raw`\x03`, '--'],
      options: ['--tracer', tracer],
    })
    expect(exitCode).toBe(9)
    expect(stdout.toString()).toMatch(/^\/dev\/pts\/\d+\r\nready/)
    expect(stdout.toString()).toMatch(/busy on average/)
    expect(run).toMatchObject({ status: 'failed', exit_code: 9 })
  },
)

test('hard case: stopped and continued: a stopped process stays so until it is continued', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-endings-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const started = join(directory, 'started')
  // The inner shell stops; the outer one sees that, continues it, and gets its exit code. A traced process is shown as
  // stopped at its exec as well, so the outer one looks only once the inner one runs its script.
  const inner = `sh -c 'echo >"$1"; kill -STOP $$; exit 9' sh "$1"`
  const stopped = `[ -s "$1" ] && grep -q "^State:.*[Tt]" /proc/$!/status`
  const script = `${inner} & until ${stopped}; do :; done; kill -CONT $!; wait $!`
  const { exitCode, processes } = await record(['sh', '-c', script, 'sh', started])
  expect(exitCode).toBe(9)
  expect(processes.every(({ ended }) => ended)).toBe(true)
})

test('hard case: a child that outlives the build is let go, and the report says so', async () => {
  const { exitCode, run, named, stderr } = await record([
    'sh',
    '-c',
    `sleep 300 >/dev/null 2>&1 & until grep -q sleep /proc/$!/comm; do :; done; exit 4`,
  ])
  expect(exitCode).toBe(4)
  const [sleep] = named('sleep')
  expect(sleep!.ended).toBe(false)
  // It goes on, untraced: a signal still ends it.
  expect(process.kill(sleep!.pid, 'SIGTERM')).toBe(true)
  expect(run.capture!.blind_spots).toEqual([
    `1 process outlived the build; its end was not recorded: sleep (${sleep!.pid}).`,
  ])
  expect(stderr).toContain('outlived the build')
})

test('a command that is not there is 127, one that may not run is 126, without a record', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-endings-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'plain')
  writeFileSync(file, 'text')
  const missing = await record(['no-such-command', '-x'])
  expect(missing).toMatchObject({
    exitCode: 127,
    stderr: 'buildspy: no-such-command: command not found\n',
    runs: [],
  })
  expect(await record([join(directory, 'none')])).toMatchObject({ exitCode: 127 })
  expect(await record([file])).toMatchObject({
    exitCode: 126,
    stderr: `buildspy: ${file}: permission denied\n`,
  })
  expect(await record([directory])).toMatchObject({ exitCode: 126 })
})

test('a file without #! runs as a shell script, as from a shell', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-endings-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'script')
  writeFileSync(file, 'exit 6\n', { mode: 0o755 })
  // Who sees the failed execve(2) first is a matter of luck.
  for (let times = 0; times < 10; times++) expect(await record([file])).toMatchObject({ exitCode: 6 })
})
