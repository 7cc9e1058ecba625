import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseTime } from '../../src/wire/time.ts'
import { placeForAnotherUser } from './support/another-user.ts'
import { compile } from './support/fixtures.ts'
import { execute, record, type RecordOptions } from './support/record.ts'

const [major, minor] = release().split('.').map(Number) as [number, number]
/** Since 6.15, Linux tells how a process ended to whoever has a descriptor of it (PIDFD_GET_INFO). */
const tellsExits = major > 6 || (major === 6 && minor >= 15)

const LEAKS = /since LeakSanitizer cannot look for leaks under another tracer/
const TRACES = /since a process has one tracer/

/** Runs a command by itself and recorded: bytes and exit code must be the same, but for addresses, ids and times. */
async function sameAsUntraced(command: readonly [string, ...string[]], options: RecordOptions = {}) {
  const [program, ...args] = command
  const bare = await (await execute(program, args, options)).done
  const recorded = await record(command, { ...options, options: ['--quiet', ...(options.options ?? [])] })
  expect(neutral(recorded.stdout.toString())).toBe(neutral(bare.stdout.toString()))
  expect(neutral(recorded.stderr)).toBe(neutral(bare.stderr))
  expect(recorded.exitCode).toBe(bare.exitCode)
  return recorded
}

const neutral = (text: string): string =>
  text.replace(/(si_[us]time)=\d+( \/\*.*?\*\/)?/g, '$1=#').replace(/0x[0-9a-f]+|\d{3,}/g, '#')

/** Ends the input of a build once the submissions say something. */
const inputUntil =
  (isSaid: (submissions: readonly unknown[]) => boolean): NonNullable<RecordOptions['running']> =>
  (child, submissions) => {
    const timer = setInterval(() => {
      if (!isSaid(submissions)) return
      clearInterval(timer)
      child.stdin!.end('go\n')
    }, 10)
  }

const isStarted = (name: string) =>
  inputUntil((submissions) => JSON.stringify(submissions).includes(`"name":"${name}"`))

const areStarted = (count: number) =>
  inputUntil((submissions) => submissions.filter((submission) => isStart(submission)).length >= count)

const isStart = (submission: unknown): boolean =>
  (submission as { data: { type?: string } }).data.type === 'process_start'

describe('LeakSanitizer', () => {
  test.each([
    ['AddressSanitizer', ['-fsanitize=address']],
    ['AddressSanitizer linked in', ['-fsanitize=address', '-static-libasan']],
    ['AddressSanitizer linked in, stripped', ['-fsanitize=address', '-static-libasan', '-s']],
    ['alone', ['-fsanitize=leak']],
  ])('hard case: %s: leaks are found and no leak is none, as untraced', async (_name, flags) => {
    const program = compile('leak', ...flags)
    const clean = await sameAsUntraced([program, 'none'])
    expect(clean.exitCode).toBe(0)
    const leaking = await sameAsUntraced([program])
    expect(leaking.stderr).toMatch(/detected memory leaks/)
    expect(leaking.exitCode).not.toBe(0)
    expect(leaking.run).toMatchObject({ status: 'failed', exit_code: leaking.exitCode })
    expect(leaking.run.capture!.blind_spots.join(' ')).toMatch(LEAKS)
    expect(leaking.processes[0]).toMatchObject({ ended: true, latest: { name: 'leak' } })
  })

  test('hard case: as a child: it has its end, and its exit code where the system tells it', async () => {
    const program = compile('leak', '-fsanitize=address')
    const script = `"$0"; echo $?; "$0" none; echo $?`
    const { run, processes } = await sameAsUntraced(['sh', '-c', script, program])
    // The helper that LeakSanitizer starts may be seen as well.
    const found = processes.filter(({ ppid }) => ppid === processes[0]!.pid)
    expect(found.map(({ latest, ended }) => [latest.name, ended])).toEqual([
      ['leak', true],
      ['leak', true],
    ])
    const codes = found.map(({ latest }) => latest.exit_code)
    if (tellsExits) expect(codes).toEqual([1, 0])
    else codes.forEach((code, index) => expect([undefined, 1 - index]).toContain(code ?? undefined))
    expect(run.capture!.blind_spots[0]).toMatch(/^leak \(\d+\), leak \(\d+\) ran untraced/)
    const end = parseTime(run.end_time!)!
    expect(found.every(({ latest }) => parseTime(latest.end_time!)! <= end)).toBe(true)
  })

  test('hard case: preloaded into whatever runs; what that starts is found', async () => {
    const library = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim()
    const script = `export LD_PRELOAD=${library}; sh -c 'sh -c "read x; exit 4"; echo $?'`
    const { processes, stdout, run } = await record(['sh', '-c', script], {
      stdio: ['pipe', 'pipe', 'pipe'],
      running: areStarted(3),
    })
    expect(stdout.toString()).toBe('4\n')
    expect(processes.map(({ names }) => names[0])).toEqual(['sh', 'sh', 'sh'])
    expect(processes[2]).toMatchObject({ ppid: processes[1]!.pid, ended: true })
    if (tellsExits) expect(processes[2]!.latest.exit_code).toBe(4)
    expect(run.capture!.blind_spots.join(' ')).toMatch(
      /sh \(\d+\) ran untraced, .*What these started was found/,
    )
  })

  test('hard case: one that becomes another program has that name', async () => {
    const program = compile('leak', '-fsanitize=address')
    const { processes } = await record(['sh', '-c', `"${program}" exec cat; exit 0`], {
      stdio: ['pipe', 'pipe', 'pipe'],
      running: isStarted('cat'),
    })
    expect(processes[1]!.names).toEqual(['leak', 'cat'])
  })

  test.each([
    ['ASAN_OPTIONS', 'verbosity=0:detect_leaks=0'],
    ['LSAN_OPTIONS', 'detect_leaks=false'],
  ])('hard case: told not to look for leaks by %s, it stays traced', async (variable, value) => {
    const program = compile('leak', '-fsanitize=address')
    const { run, exitCode } = await sameAsUntraced([program], { env: { ...process.env, [variable]: value } })
    expect(exitCode).toBe(0)
    expect(run.capture!.blind_spots).toEqual([])
  })

  test('a parent has its own CPU time, not that of a child that ran untraced', async () => {
    const program = compile('burn', '-fsanitize=address')
    const { named, run } = await record(['sh', '-c', `${program} 300; exit 0`])
    expect(run.capture!.blind_spots.join(' ')).toMatch(LEAKS)
    const [shell] = named('sh')
    expect(shell!.latest.user_time_us! + shell!.latest.system_time_us!).toBeLessThan(150_000)
  })
})

describe('tracers', () => {
  test('hard case: a nested tracer, strace: it traces its own children, who are found as well', async () => {
    const traced = 'strace -f -e trace=none sh -c "cat; exit 3"; exit 6'
    const { exitCode } = await sameAsUntraced(['sh', '-c', traced])
    expect(exitCode).toBe(6)
    const { run, named } = await record(['sh', '-c', traced], {
      stdio: ['pipe', 'pipe', 'pipe'],
      running: isStarted('cat'),
    })
    // It tries out on children of its own what the system lets it do.
    expect(named('strace').length).toBeGreaterThanOrEqual(1)
    expect(named('cat')).toHaveLength(1)
    expect(run.capture!.blind_spots[0]).toMatch(TRACES)
  })

  test('hard case: a nested tracer, gdb: as untraced', async () => {
    const { stdout } = await sameAsUntraced(['sh', '-c', 'gdb -nx -batch -ex run --args /bin/true; exit 6'])
    expect(stdout.toString()).toMatch(/exited normally/)
  })

  test('hard case: a nested tracer as the first process, and one that nobody knows by its name', async () => {
    await sameAsUntraced(['strace', '-e', 'trace=none', 'sh', '-c', 'exit 3'])
    const { exitCode, run } = await sameAsUntraced([compile('trace-child')])
    expect(exitCode).toBe(0)
    expect(run.capture!.blind_spots[0]).toMatch(/^trace-child \(\d+\) ran untraced/)
  })
})

// A file of root's with the set-user-ID bit is root's to make.
describe.runIf(process.getuid?.() === 0)('hard case: setuid', () => {
  function setup() {
    const place = placeForAnotherUser()
    const program = join(place.directory, 'show-user')
    copyFileSync(compile('show-user'), program)
    chmodSync(program, 0o4755)
    const options: RecordOptions = {
      before: place.asUser,
      program: [place.node, place.buildspy],
      cwd: place.directory,
    }
    return { place, program, options }
  }

  test.each(['ptrace', 'poll'])('under %s the program has its privilege', async (tracer) => {
    const { place, program, options } = setup()
    const own = { ...options, options: ['--tracer', tracer, '--data', place.data] }
    const script = `${program}; ./show-user relative; echo $?; exit 4`
    const child = await record(['sh', '-c', script], own)
    expect(child.exitCode).toBe(4)
    expect(child.stdout.toString()).toBe('0\n0\n0\n')
    const first = await record([program], own)
    expect(first.stdout.toString()).toBe('0\n')
    expect(first.run.capture!.tracer).toBe(tracer)
    if (tracer === 'poll') return
    expect(child.named('show-user').map(({ ended, latest }) => [ended, latest.cmdline])).toEqual([
      [true, program],
      [true, './show-user relative'],
    ])
    expect(child.run.capture!.blind_spots[0]).toMatch(
      /^show-user .* ran untraced, since the kernel withholds/,
    )
  })

  test('where its path leads elsewhere by then, it runs without it, and the report says so', async () => {
    const { place, options } = setup()
    // By a descriptor that the exec closes.
    const python =
      'import os; os.execve(os.open("./show-user", os.O_RDONLY | os.O_CLOEXEC), ["show-user"], {})'
    const { stdout, run } = await record(['python3', '-c', python], {
      ...options,
      options: ['--data', place.data],
    })
    expect(stdout.toString()).toBe('65534\n')
    expect(run.capture!.blind_spots.join(' ')).toMatch(/ran without the privilege .*--tracer poll/)
  })
})
