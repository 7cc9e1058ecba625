import { expect, test } from 'vitest'
import { record } from './support/record.ts'

/** Lives until its input ends, so that the poller has time to see it. */
const WAITS = 'read line; exit 3'

test('polling sees what lives long enough, and says what it cannot know', async () => {
  const { exitCode, run, processes } = await record(['sh', '-c', `sh -c '${WAITS}' child; exit $?`], {
    options: ['--tracer', 'poll'],
    stdio: ['pipe', 'pipe', 'pipe'],
    running: (child, submissions) => {
      // The run and both processes: only then do they get their input.
      const timer = setInterval(() => {
        if (submissions.length < 3) return
        clearInterval(timer)
        child.stdin!.end('go\n')
      }, 10)
    },
  })
  expect(exitCode).toBe(3)
  expect(processes.map(({ names }) => names.at(-1))).toEqual(['sh', 'sh'])
  expect(processes[1]!.ppid).toBe(processes[0]!.pid)
  expect(processes[1]!.start > processes[0]!.start).toBe(true)
  expect(processes[1]!.latest).toMatchObject({
    cmdline: `sh -c 'read line; exit 3' child`,
    status: 'completed',
  })
  expect(run.capture!.tracer).toBe('poll')
  expect(run.capture!.blind_spots.join()).toMatch(/every 50 ms/)
})

test('hard case: ptrace refused: auto polls, and says so in one line', async () => {
  // strace traces every process of the build already, and a process has one tracer.
  const { exitCode, run, stderr } = await record(['sh', '-c', 'exit 3'], {
    before: ['strace', '-f', '-e', 'trace=none', '-o', '/dev/null'],
  })
  expect(exitCode).toBe(3)
  expect(run.capture!.tracer).toBe('poll')
  expect(run.capture!.blind_spots[0]).toMatch(/^ptrace was refused: already traced by strace/)
  expect(stderr.match(/ptrace was refused.*polling instead/g)).toHaveLength(1)
})

test('hard case: ptrace refused and asked for: nothing runs', async () => {
  const { exitCode, stdout, stderr, runs } = await record(['echo', 'ran'], {
    before: ['strace', '-f', '-e', 'trace=none', '-o', '/dev/null'],
    options: ['--tracer', 'ptrace'],
  })
  expect(exitCode).toBe(125)
  expect(stdout.toString()).toBe('')
  expect(stderr).toMatch(/^buildspy: already traced by strace \(\d+\)\n/)
  expect(runs).toEqual([])
})
