import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from './support/fixtures.ts'
import { record } from './support/record.ts'

const execFromThread = compile('exec-from-thread')
const threads = compile('threads')

function scratch(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'buildspy-images-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

test('an exec chain is one process with each of its names', async () => {
  const { processes, events } = await record(['sh', '-c', 'exec env A=1 nice -n 0 sleep 0'])
  expect(processes).toHaveLength(1)
  expect(processes[0]!.names).toEqual(['sh', 'env', 'nice', 'sleep'])
  expect(processes[0]!.latest.cmdline).toBe('sleep 0')
  expect(events.map(({ type }) => type)).toEqual([
    'process_start',
    ...Array(3).fill('resource_update'),
    'process_end',
    'build_complete',
  ])
})

test('hard case: threads: they are not processes, and a program that a thread starts is a child of its process', async () => {
  const { processes } = await record([threads])
  expect(processes.map(({ names }) => names.at(-1))).toEqual(['threads', 'true'])
  expect(processes[1]!.ppid).toBe(processes[0]!.pid)
  expect(processes[1]!.latest.cmdline).toBe('true from-a-thread')
})

test('hard case: exec from a thread takes over its process', async () => {
  const { exitCode, processes } = await record([execFromThread, 'sh', '-c', '/bin/true; exit 5'])
  expect(exitCode).toBe(5)
  expect(processes.map(({ names }) => names)).toEqual([['exec-from-thread', 'sh'], ['true']])
  expect(processes[1]!.ppid).toBe(processes[0]!.pid)
})

test('a script goes by its own name, a long one whole', async () => {
  const directory = scratch()
  const script = join(directory, 'a-script-with-a-long-name.sh')
  writeFileSync(script, '#!/bin/sh -e\nexit 0\n')
  chmodSync(script, 0o755)
  const { processes } = await record([script, 'first'], { cwd: directory })
  expect(processes[0]!.names).toEqual(['a-script-with-a-long-name.sh'])
  expect(processes[0]!.latest).toMatchObject({
    cmdline: `/bin/sh -e ${script} first`,
    working_dir: directory,
  })
})

test('a forked shell that stays itself keeps the name it was forked with', async () => {
  const { processes } = await record(['sh', '-c', '(read line); true'], { input: 'x\n' })
  expect(processes.map(({ names }) => names.at(-1))).toEqual(['sh', 'sh'])
})

test('arguments with spaces and quotes are printed as a shell takes them', async () => {
  const { processes, run } = await record(['printf', String.raw`%s\n`, "it's here", '', '$HOME'])
  expect(processes[0]!.latest.cmdline).toBe(String.raw`printf '%s\n' 'it'\''s here' '' '$HOME'`)
  expect(run.args).toEqual([String.raw`%s\n`, "it's here", '', '$HOME'])
})

test('hard case: a command line of 1 MB is cut, with a mark, and the command gets all of it', async () => {
  const argument = '\u0001'.repeat(100_000)
  const script = `const a = ${JSON.stringify(argument)}; require('child_process').spawnSync('/bin/echo', Array(10).fill(a), { stdio: 'inherit' })`
  const file = join(scratch(), 'long.cjs')
  writeFileSync(file, script)
  const { stdout, named } = await record([process.execPath, file])
  expect(stdout).toHaveLength(10 * 100_000 + 10)
  const [echo] = named('echo')
  expect(echo!.latest.cmdline).toMatch(/ … \(cut\)$/)
})
