import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile, FIXTURES } from './support/fixtures.ts'
import { BUILDSPY, execute, record } from './support/record.ts'

/** The user `nobody`, who may not trace what is privileged. */
const NOBODY = 65534

/** What the report says of a tracer inside the build. */
const WHY = 'a process has one tracer, and here it is BuildSpy; with --tracer poll it can.'

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

// A file of root's with the set-user-ID bit is root's to make.
test.runIf(isRoot).each([
  ['ptrace', NOBODY, 1],
  ['poll', 0, 0],
])(
  'hard case: setuid: under %s the program runs as user %d, and the report says so %d times',
  async (tracer, user, told) => {
    const program = compile('show-user')
    chmodSync(join(program, '..'), 0o755)
    chownSync(program, 0, 0)
    chmodSync(program, 0o4755)
    const data = scratch()
    chownSync(data, NOBODY, NOBODY)
    const { stdout, run } = await record([program], {
      before: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
      options: ['--tracer', tracer, '--data', data],
    })
    expect(stdout.toString()).toBe(`${user}\n`)
    const sentences = run.capture!.blind_spots.filter((sentence) => sentence.includes('set-user-ID'))
    expect(sentences).toHaveLength(told)
    if (told) expect(sentences[0]).toMatch(/^show-user ran without the privilege .*--tracer poll/)
  },
)

test('hard case: a nested tracer, strace: it is told why it cannot, nothing hangs', async () => {
  const { exitCode, stderr, run, named } = await record([
    'sh',
    '-c',
    'strace -o /dev/null true; echo $? >&2; exit 6',
  ])
  expect(exitCode).toBe(6)
  expect(stderr).toMatch(/strace: .*Operation not permitted/)
  const [strace] = named('strace')
  const sentence = `strace (${strace!.pid}) could not trace: ${WHY}`
  expect(run.capture!.blind_spots).toEqual([sentence])
  expect(stderr).toContain(`note: ${sentence}`)
})

test('hard case: a nested tracer, gdb: it is told why it cannot, nothing hangs', async () => {
  const script = 'gdb -nx -batch -ex run --args /bin/true; exit 6'
  const { exitCode, stdout, stderr, run } = await record(['sh', '-c', script])
  expect(exitCode).toBe(6)
  expect(stdout.toString() + stderr).toMatch(/not permitted|During startup program exited/)
  expect(run.capture!.blind_spots.join()).toMatch(/^gdb \(\d+\) could not trace: /)
})

test('hard case: a nested tracer, LeakSanitizer: the report says who and what to do; with --tracer poll it works', async () => {
  const program = compile('leak', '-fsanitize=address')
  const traced = await record([program])
  expect(traced.exitCode).not.toBe(0)
  expect(traced.stderr).toMatch(/LeakSanitizer does not work under ptrace/)
  const sentence = `leak with LeakSanitizer (${traced.processes[0]!.pid}) could not trace: ${WHY}`
  expect(traced.run.capture!.blind_spots).toEqual([sentence])
  expect(traced.stderr).toContain(`note: ${sentence}`)
  const polled = await record([program], { options: ['--tracer', 'poll'] })
  expect(polled.stderr).toMatch(/detected memory leaks/)
  expect(polled.run.capture!.blind_spots.join()).not.toContain('could not trace')
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
