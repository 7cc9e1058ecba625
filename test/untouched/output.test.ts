import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { BUILDSPY, execute } from '../tracers/support/record.ts'

const TRACERS = ['ptrace', 'poll']
/** `head -c 100000000 /dev/zero | sha1sum`. */
const ZEROS = 'c57ab12efc31a6256ed8ee14f202e33615096242'
const RUN = `${BUILDSPY} run --url http://127.0.0.1:9`

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-output-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

const shell = async (script: string, cwd?: string) =>
  (await execute('bash', ['-o', 'pipefail', '-c', script], { ...(cwd && { cwd }) })).done

test.each(TRACERS)('%s: 100 MB go through a pipe', async (tracer) => {
  const { exitCode, stdout, stderr } = await shell(
    `${RUN} --tracer ${tracer} -- head -c 100000000 /dev/zero | sha1sum`,
  )
  expect(stdout.toString()).toBe(`${ZEROS}  -\n`)
  expect(exitCode, stderr).toBe(0)
})

test.each(TRACERS)('%s: 1,500 lines of make reach a reader that is slow', async (tracer) => {
  const directory = scratch()
  writeFileSync(join(directory, 'Makefile'), `all:\n${'\t@echo a line of make\n'.repeat(1500)}`)
  const slow =
    'import os, sys, time\nwhile part := os.read(0, 512): sys.stdout.buffer.write(part); time.sleep(0.005)'
  writeFileSync(join(directory, 'slow.py'), slow)
  const { exitCode, stdout } = await shell(
    `${RUN} --tracer ${tracer} -- make 2>&1 | python3 slow.py`,
    directory,
  )
  expect(exitCode).toBe(0)
  expect(stdout.toString().match(/^a line of make$/gm)).toHaveLength(1500)
  expect(stdout.toString()).toMatch(/processes in .*\n/)
})

test('what we say ourselves comes whole through a full pipe that somebody made non-blocking', async () => {
  const directory = scratch()
  const reader = `import fcntl, os, subprocess, sys, time
read, write = os.pipe()
fcntl.fcntl(write, fcntl.F_SETFL, os.O_NONBLOCK)
full = 0
try:
    while True: full += os.write(write, b"x" * 4096)
except BlockingIOError: pass
child = subprocess.Popen(sys.argv[1:], stderr=write)
time.sleep(1)
assert fcntl.fcntl(write, fcntl.F_GETFL) & os.O_NONBLOCK
while full: full -= len(os.read(read, min(full, 65536)))
child.wait()
assert fcntl.fcntl(write, fcntl.F_GETFL) & os.O_NONBLOCK
os.close(write)
while part := os.read(read, 65536): sys.stdout.buffer.write(part)
sys.exit(child.returncode)`
  writeFileSync(join(directory, 'reader.py'), reader)
  const { exitCode, stdout } = await shell(`python3 reader.py ${RUN} -- sh -c 'exit 3'`, directory)
  expect(exitCode).toBe(3)
  expect(stdout.toString()).toMatch(/^buildspy: the build is not stored.*\nbuildspy: 1 process in [^]*\n$/)
})

test('the modes of a terminal and the flags of a stream are what the build made of them', async () => {
  const script = `import fcntl, os, pty, subprocess, sys, termios
far, near = pty.openpty()
code = "import fcntl, os, termios; m = termios.tcgetattr(0); m[3] &= ~termios.ECHO; termios.tcsetattr(0, 0, m); fcntl.fcntl(0, fcntl.F_SETFL, os.O_RDWR | os.O_NONBLOCK)"
subprocess.run([*sys.argv[1:], sys.executable, "-c", code], stdin=near, check=True)
print(termios.tcgetattr(near)[3] & termios.ECHO, fcntl.fcntl(near, fcntl.F_GETFL) & os.O_NONBLOCK)`
  const directory = scratch()
  writeFileSync(join(directory, 'modes.py'), script)
  const { stdout } = await shell(`python3 modes.py ${RUN} -q --`, directory)
  expect(stdout.toString()).toBe('0 2048\n')
})

test('a build of which nobody reads what we say ends as ever', async () => {
  const { stdout } = await shell(`{ { ${RUN} -- sh -c 'sleep 0.5; exit 3'; echo $? >&3; } 2>&1 | :; } 3>&1`)
  expect(stdout.toString()).toBe('3\n')
})

test('--json writes to a file or a descriptor, and leaves stderr to the build and the summary', async () => {
  const directory = scratch()
  const read = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'))
  const file = await shell(`${RUN} --json a.json -- sh -c 'echo noise >&2; exit 3'`, directory)
  expect(file.stderr).toMatch(/noise\n[^]*1 process in/)
  expect(file.exitCode).toBe(3)
  expect(read('a.json')).toMatchObject({ exit_code: 3, processes: 1 })
  const descriptor = await shell(`${RUN} -q --json-fd 3 -- sh -c 'echo x >&3; exit 4' 3>b.json`, directory)
  expect(descriptor.stderr).toMatch(/Bad file descriptor/)
  expect(read('b.json')).toMatchObject({ exit_code: 4 })
  expect((await shell(`${RUN} --json-fd 9 -- true`)).stderr).toMatch(/No such descriptor is open/)
  expect((await shell(`${RUN} --json none/a -- true`)).stderr).toMatch(/^buildspy: none\/a cannot be written/)
  // Without a file it is on stderr, and the next word is the command, `--` or not.
  for (const dashes of ['-- ', '']) {
    const { stderr } = await shell(`${RUN} --json ${dashes}true`, directory)
    expect(JSON.parse(stderr.trim().split('\n').at(-1)!)).toMatchObject({ exit_code: 0 })
  }
})

test('-o - writes the record to stdout, and what the build says there to stderr', async () => {
  const { stdout, stderr } = await shell(`${RUN} -q -o - -- sh -c 'echo built; exit 0'`)
  const lines = stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.at(0)).toMatchObject({ type: 'build_run', data: { status: 'running' } })
  expect(lines.at(-1)).toMatchObject({ data: { type: 'build_complete' } })
  expect(stderr).toBe('built\n')
})

test('an environment too long to be noted is handed on all the same', async () => {
  const env = { ...process.env, LONG: randomBytes(60_000).toString('hex') }
  const { stdout } = await (await execute('bash', ['-c', `${RUN} -q -- env`], { env })).done
  expect(stdout.toString()).toContain(`LONG=${env.LONG}\n`)
  expect(stdout.toString()).not.toContain('BUILDSPY_START')
})
