import { join } from 'node:path'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { FIXTURES } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'

const RUN = `${BUILDSPY} run -q --url http://127.0.0.1:9`
/** Says when it is ready, and goes on when it is told to. */
const WAIT = 'echo ready; read line; exit 4'

test.each(['nohup', 'sh -c \'trap "" HUP INT TERM; exec "$@"\' sh'])(
  'started by %s, both survive',
  async (before) => {
    const { child, done } = await execute('sh', ['-c', `exec ${before} ${RUN} -- sh -c '${WAIT}'`], {
      running: () => {},
    })
    await once(child.stdout!, 'data')
    child.kill('SIGHUP')
    // Both have been asked by now: it takes a round through the build until it ends.
    child.stdin!.end('go\n')
    expect(await done).toMatchObject({ exitCode: 4, signal: null })
  },
)

test('a build in the background of a script ignores what its shell says', async () => {
  const script = `${RUN} -- grep SigIgn /proc/self/status & wait; grep SigIgn /proc/self/status & wait`
  const { stdout } = await (await execute('sh', ['-c', script])).done
  const [traced, bare] = stdout.toString().trim().split('\n')
  expect(traced).toBe(bare)
})

test.each(['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGHUP'] as const)(
  '%s reaches the build, and it alone',
  async (signal) => {
    const script = `trap 'echo got ${signal}; exit 3' ${signal.slice(3)}; echo ready; while :; do read line; done`
    const { child, done } = await execute(
      'bash',
      ['-c', `exec ${RUN} -- sh -c '${script.replaceAll("'", '"')}'`],
      {
        running: () => {},
      },
    )
    await once(child.stdout!, 'data')
    child.kill(signal)
    const { exitCode, stdout, stderr } = await done
    expect(stdout.toString()).toContain(`got ${signal}`)
    expect(stderr).toBe('')
    expect(exitCode).toBe(3)
  },
)

test.each(['ptrace', 'poll'])('%s: a loop in a script stops at Ctrl-C', async (tracer) => {
  const loop = `while :; do ${RUN} --tracer ${tracer} -- sh -c 'echo rea""dy; exec sleep 100'; echo again; done; echo after`
  const args = [join(FIXTURES, 'terminal.py'), 'ready', String.raw`\x03`, '--', 'bash', '-c', loop]
  const { exitCode, stdout } = await (await execute('python3', args)).done
  expect(stdout.toString()).not.toContain('again')
  expect(stdout.toString()).not.toContain('after')
  // By SIGINT, as bash itself ends.
  expect(exitCode).toBe(254)
})

test('a shell sees 128 + the signal’s number', async () => {
  const { stdout, stderr } = await (
    await execute('sh', [
      '-c',
      `${RUN} -- sh -c 'kill -TERM $$'; echo $?; ${RUN} -- sh -c 'kill -KILL $$'; echo $?`,
    ])
  ).done
  expect(stdout.toString()).toBe('143\n137\n')
  expect(stderr).toMatch(/Terminated|^$/)
})
