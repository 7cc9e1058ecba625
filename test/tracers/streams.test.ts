import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { execute, record } from './support/record.ts'

const TRACERS = ['ptrace', 'poll']

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-streams-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

test.each(TRACERS)('%s: stdin and stdout pass byte for byte', async (tracer) => {
  const input = randomBytes(300_000)
  const { exitCode, stdout, stderr } = await record(['cat'], {
    input,
    options: ['--tracer', tracer, '--quiet'],
  })
  expect(exitCode).toBe(0)
  expect(stdout.equals(input)).toBe(true)
  expect(stderr).toBe('')
})

test.each(TRACERS)('%s: stderr is the build’s own, with the summary after it', async (tracer) => {
  const { stdout, stderr } = await record(['sh', '-c', 'echo out; echo err >&2'], {
    options: ['--tracer', tracer],
  })
  expect(stdout.toString()).toBe('out\n')
  expect(stderr).toMatch(/^err\nbuildspy: /)
})

test.each(TRACERS)('%s: the environment, the directory and the signals are as without it', async (tracer) => {
  const script = 'env | sort; pwd; grep -E "^Sig(Blk|Ign|Cgt)" /proc/self/status; ls /proc/self/fd | wc -l'
  const directory = scratch()
  const env = { ...process.env, ODD: 'a b\nc=d' }
  const bare = await (await execute('sh', ['-c', script], { cwd: directory, env })).done
  const traced = await record(['sh', '-c', script], {
    cwd: directory,
    env,
    options: ['--tracer', tracer],
  })
  expect(traced.stdout.toString()).toBe(bare.stdout.toString())
})

test.each(TRACERS)('%s: the limit of open files is not the one Node raises it to', async (tracer) => {
  const { stdout } = await record(['sh', '-c', 'ulimit -Sn'], {
    before: ['sh', '-c', 'ulimit -Sn 1000; "$@"; exit $?', 'sh'],
    options: ['--tracer', tracer],
  })
  expect(stdout.toString()).toBe('1000\n')
})

test.each(TRACERS)('%s: descriptors above 2 are inherited', async (tracer) => {
  const directory = scratch()
  const file = join(directory, 'three')
  const fd = openSync(file, 'w')
  onTestFinished(() => closeSync(fd))
  const { exitCode } = await record(['sh', '-c', 'echo written >&3'], {
    stdio: ['ignore', 'pipe', 'pipe', fd],
    options: ['--tracer', tracer],
  })
  expect(exitCode).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe('written\n')
})

test('make inside make shares its job server through it', async () => {
  const directory = scratch()
  const run = `${process.execPath} ${join(import.meta.dirname, '../../dist/buildspy.js')} run --quiet --url http://127.0.0.1:9 --`
  writeFileSync(join(directory, 'Makefile'), `all:\n\t+@${run} $(MAKE) -f inner.mk\n`)
  writeFileSync(join(directory, 'inner.mk'), 'all: a b\na b: ; @echo $@\n')
  const env = { ...process.env, MAKEFLAGS: '', MAKELEVEL: '0' }
  const { exitCode, stdout, stderr } = await (await execute('make', ['-j2'], { cwd: directory, env })).done
  expect(stderr).toBe('')
  expect(stdout.toString()).toMatch(/^[ab]$/m)
  expect(exitCode).toBe(0)
})

test('the build finds its input as it was: blocking', async () => {
  // Our end of the pipe says nothing until the build waits for it.
  const { exitCode, stdout } = await record(['sh', '-c', 'cat; echo $?'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    running: (child, submissions) => {
      const timer = setInterval(() => {
        if (submissions.length < 3) return
        clearInterval(timer)
        child.stdin!.end('late\n')
      }, 10)
    },
  })
  expect(exitCode).toBe(0)
  expect(stdout.toString()).toBe('late\n0\n')
})
