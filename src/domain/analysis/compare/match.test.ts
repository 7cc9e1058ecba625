import { expect, it } from 'vitest'
import { processesOf, type Sketch } from '../../../../test/support/processes.ts'
import { ACCESS } from '../recorded.ts'
import { compareRuns } from './compare.ts'
import type { Compared } from './groups.ts'

const run = (workingDir: string, ...lines: readonly (string | Sketch)[]): Compared => ({
  processes: processesOf(
    lines.map((line) => {
      const sketch = typeof line === 'string' ? { start: 0, end: 100, commandLine: line } : line
      return { workingDir, name: sketch.commandLine!.split(' ', 1)[0]!, ...sketch }
    }),
  ),
  until: 1000,
  workingDir,
})
const slow = (commandLine: string, more: Partial<Sketch> = {}): Sketch => ({
  start: 0,
  end: 300,
  commandLine,
  ...more,
})
const told = (base: Compared, head: Compared) =>
  compareRuns(base, head).changes.map(({ kind, difference }) => `${kind} ${difference}`.trim())

it('matches a step whose flags changed, and says which', () => {
  expect(told(run('/a', 'cc1 -O2 x.c -o x.s'), run('/a', slow('cc1 -O3 x.c -o x.s')))).toEqual([
    'slower flags: + -O3, − -O2',
  ])
  expect(told(run('/a', '/usr/bin/cc x.c'), run('/a', slow('/opt/bin/cc -g lib.h x.c')))).toEqual([
    'slower program: /usr/bin/cc → /opt/bin/cc; arguments: + -g, + lib.h',
  ])
  expect(told(run('/a', 'xz -1 a.tar'), run('/a', slow('xz -9e a.tar')))).toEqual([
    'slower flags: + -9e, − -1',
  ])
})

it('matches over moved directories and temporary files', () => {
  const base = run('/a/build', slow('cc1 /a/src/x.c -o /tmp/ccAAAAAA.s', { workingDir: '/a/build/lib' }))
  const head = run('/b/7', {
    start: 0,
    end: 100,
    commandLine: 'cc1 /b/src/x.c -o /tmp/ccBBBBBB.s',
    workingDir: '/b/7/sub',
  })
  expect(told(base, head)).toEqual(['faster arguments: + /b/src/x.c, − /a/src/x.c; directory: ./lib → ./sub'])
})

it('pairs the likest of several steps with one subject, and keeps different steps apart', () => {
  const base = run('/a', 'cc1 -fPIC -O2 x.c', 'cc1 -DSTATIC -O2 x.c', 'cc1 y.c', 'sh -c one')
  const head = run('/a', slow('cc1 -DSTATIC -O3 x.c'), slow('cc1 -fPIC -O3 x.c'), 'cc1 z.c', 'sh -c two')
  expect(told(base, head).toSorted()).toEqual([
    'gone',
    'gone',
    'new',
    'new',
    'slower flags: + -O3, − -O2',
    'slower flags: + -O3, − -O2',
  ])
})

it('matches by outputs where files are known', () => {
  const files = (name: string) => ({
    names: ['/dev/null', name],
    first: [0, 2],
    file: [0, 1],
    access: [ACCESS.WRITTEN, ACCESS.CREATED | ACCESS.WRITTEN],
  })
  const base = { ...run('/a', 'gen --old a b c'), files: files('/a/out.h') }
  const head = { ...run('/b', slow('gen --new x', { workingDir: '/b/sub' })), files: files('/b/out.h') }
  expect(told(base, head)).toEqual([
    'slower arguments: + --new, + x, − --old, − a, − b, − c; directory: . → ./sub',
  ])
})

it('sums up all changes', () => {
  const { totals } = compareRuns(run('/a', 'a 1 x.c', 'b'), run('/a', slow('a 1 x.c'), slow('c')))
  expect(totals).toEqual([
    { kind: 'slower', count: 1, delta: 200 },
    { kind: 'faster', count: 0, delta: 0 },
    { kind: 'new', count: 1, delta: 300 },
    { kind: 'gone', count: 1, delta: -100 },
  ])
})
