import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from './support/fixtures.ts'
import type { Seen } from './support/fold.ts'
import { record } from './support/record.ts'

/** Processes that lack a name, a command line or a directory. */
const nameless = (processes: readonly Seen[]): Seen[] =>
  processes.filter(({ names, latest }) => names.includes('') || !latest.cmdline || !latest.working_dir)

/** Processes that run what their parent ran, by their command line. */
const ofImage = (processes: readonly Seen[], { latest }: Seen): Seen[] =>
  processes.filter(({ latest: { cmdline } }) => cmdline === latest.cmdline)

test('hard case: shells that fork at once, in several loops: each has the name of its parent', async () => {
  const loop = 'w(){ for i in $(seq 300); do ( ( :; : ); : ); done; }; w & w & w & wait'
  const { processes } = await record(['bash', '-c', loop])
  expect(processes).toHaveLength(1807)
  expect(nameless(processes)).toEqual([])
  expect(processes.every(({ ended }) => ended)).toBe(true)
  expect(ofImage(processes, processes[0]!)).toHaveLength(1804)
})

test('hard case: a chain of forks, each by the one before', { timeout: 60_000 }, async () => {
  const { exitCode, processes } = await record([compile('chain'), '150'])
  expect(exitCode).toBe(0)
  expect(processes).toHaveLength(151)
  expect(nameless(processes)).toEqual([])
  expect(processes.slice(1).map(({ ppid }) => ppid)).toEqual(processes.slice(0, -1).map(({ pid }) => pid))
})

test('hard case: children that are gone as soon as they end, on two processors', async () => {
  const loop = `trap '' CHLD; for i in $(seq 200); do ( ( : ) & ( : ) & ) & done; wait`
  const { processes } = await record(['bash', '-c', `( ${loop} ) & ( ${loop} ) & wait`])
  expect(nameless(processes)).toEqual([])
})

test('hard case: a configure script', async () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'buildspy-configure-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const script = join(directory, 'configure')
  // As autoconf writes them: a log by a here-document, a test program, values by nested substitutions.
  const check = (index: number) => `
    cat > conftest${index}.c <<_EOF
    int main(void) { return ${index}; }
_EOF
    if { ( eval "gcc -c conftest${index}.c" ) 2>&5; echo "$?" >&5; } && test -s conftest${index}.o; then
      ac_${index}=\`echo "yes" | sed 's/^/ /;s/$/ /' | tr -d ' '\`
    fi
    rm -f conftest*`
  const text = ['#!/bin/sh', 'exec 5>config.log', ...Array.from({ length: 8 }, (_, index) => check(index))]
  writeFileSync(script, text.join('\n'))
  chmodSync(script, 0o755)
  const { exitCode, processes, named } = await record([script], { cwd: directory })
  expect(exitCode).toBe(0)
  expect(named('cc1')).toHaveLength(8)
  expect(nameless(processes)).toEqual([])
})

test('hard case: parents that are killed while they fork', async () => {
  const forks = `while :; do ( ( : ) & ) & done`
  const script = `for i in $(seq 20); do ( ${forks} ) & p=$!; sleep 0.02; kill -9 $p; wait $p 2>/dev/null; done; sleep 0.2`
  const { processes } = await record(['bash', '-c', script])
  expect(nameless(processes)).toEqual([])
})

test('hard case: a program is replaced while one of its threads forks: its children keep its name', async () => {
  const program = compile('fork-from-thread')
  const { processes } = await record([program, 'sh', '-c', 'sleep 0.1; exit 5'])
  const [root, ...others] = processes
  expect(root!.names).toEqual(['fork-from-thread', 'sh'])
  const forked = others.filter(({ latest }) => latest.name !== 'sleep')
  expect(forked.length).toBeGreaterThanOrEqual(5)
  expect(forked.map(({ names }) => names)).toEqual(forked.map(() => ['fork-from-thread']))
})
