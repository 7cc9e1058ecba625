import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile, FIXTURES } from './support/fixtures.ts'
import { BUILDSPY, execute, record } from './support/record.ts'

const isRoot = process.getuid?.() === 0

function scratch(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'buildspy-hard-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

test('hard case: clone from a thread of a thread: a process, and a child of the threads’ process', async () => {
  const { exitCode, processes } = await record([compile('clone-from-thread')])
  expect(exitCode).toBe(0)
  expect(processes.map(({ names }) => names.at(-1))).toEqual(['clone-from-thread', 'true'])
  expect(processes[1]!.ppid).toBe(processes[0]!.pid)
  expect(processes[1]!).toMatchObject({ ended: true, latest: { cmdline: 'true from-a-clone', exit_code: 0 } })
})

// Choosing a process id is root's (clone3(2)).
test.runIf(isRoot)('hard case: pid reuse: processes with one id are told apart by their start', async () => {
  const { exitCode, processes } = await record([compile('reuse-pid'), '5'])
  expect(exitCode).toBe(0)
  const children = processes.slice(1)
  expect(new Set(children.map(({ pid }) => pid)).size).toBe(1)
  expect(children.map(({ latest, ended }) => [latest.exit_code, ended])).toEqual(
    [0, 1, 2, 3, 4].map((exitCode) => [exitCode, true]),
  )
  expect(new Set(children.map(({ start }) => start)).size).toBe(5)
})

test('hard case: Ctrl-Z in a real terminal stops the build, fg goes on with it', async () => {
  const build = `${process.execPath} ${BUILDSPY} run -q --url http://127.0.0.1:9 -- sh -c 'echo re''ady; read x; exit 5'`
  const steps = [
    ['bash-', String.raw`${build}\n`],
    ['ready', String.raw`\x1a`],
    ['Stopped', String.raw`ps -o stat=,args=; fg\n`],
    ['R+', String.raw`go\n`],
    ['bash-', String.raw`echo code=$?; exit\n`],
  ].flat()
  const env = { ...process.env, HISTFILE: '/dev/null' }
  const args = [join(FIXTURES, 'terminal.py'), ...steps, '--', 'bash', '--norc', '--noprofile', '-i']
  const { stdout } = await (await execute('python3', args, { env })).done
  // Both are stopped: BuildSpy by the terminal, the build under the tracer.
  expect(stdout.toString()).toMatch(/\nT\S* .*buildspy\.js run.*\r\n[Tt]\S* .*sh -c/)
  expect(stdout.toString()).toContain('code=5\r\n')
})

test('hard case: a working directory that vanishes: under the build, and under BuildSpy itself', async () => {
  const [inside, under] = [scratch(), scratch()]
  const script = `mkdir ${inside}/x; cd ${inside}/x; rmdir ../x; /bin/true; exit 3`
  const { exitCode, named } = await record(['sh', '-c', script])
  expect(exitCode).toBe(3)
  expect(named('true')[0]!.latest.working_dir).toMatch(/x \(deleted\)$/)

  mkdirSync(join(under, 'y'))
  const { exitCode: code, run } = await record(['/bin/true'], {
    before: ['sh', '-c', 'rmdir ../y; exec "$@"', 'sh'],
    cwd: join(under, 'y'),
  })
  expect(code).toBe(0)
  expect(run).toMatchObject({ status: 'completed', working_dir: '' })
})

test('hard case: 10,000 processes, each with its end', { timeout: 60_000 }, async () => {
  const { exitCode, run, processes } = await record([compile('spawn'), '9999'])
  expect(exitCode).toBe(0)
  expect(run).toMatchObject({ process_count: 10_000, capture: { dropped: 0, blind_spots: [] } })
  expect(processes).toHaveLength(10_000)
  expect(processes.every(({ ended, latest }) => ended && latest.exit_code === 0)).toBe(true)
})

test('hard case: static binaries and env -i: nothing of ours is loaded into the build, and nothing is needed there', async () => {
  const program = compile('show-user', '-static')
  const { exitCode, stdout, processes } = await record(['env', '-i', program])
  expect(exitCode).toBe(0)
  expect(stdout.toString()).toBe(`${process.getuid!()}\n`)
  expect(processes.map(({ names }) => names)).toEqual([['env', 'show-user']])
  const { stdout: environment } = await record(['env', '-i', 'env'])
  expect(environment.toString()).toBe('')
})
