import { expect, test } from 'vitest'
import { byTool, compareTools, slowest, tree, weigh } from './analysis.ts'
import type { RecordedProcess } from './recording.ts'

const aProcess = (name: string, parent: number, start: number, end: number | null): RecordedProcess => ({
  pid: start + 1,
  parent,
  name,
  commandLine: `${name} x`,
  workingDir: '/',
  start,
  end,
  cpuTime: 5,
  peakMemory: 1,
  exitCode: 0,
  signal: '',
})

/** make runs 0–100; cc 10–40 and 30–60 side by side; ld 70 on. */
const BUILD = [
  aProcess('make', -1, 0, 100),
  aProcess('cc', 0, 10, 40),
  aProcess('cc', 0, 30, 60),
  aProcess('ld', 0, 70, null),
]

test('own time is the time without a living child; one that runs counts up to now', () => {
  const weighed = weigh(BUILD, 90)
  expect(weighed.map(({ name, duration, ownTime }) => [name, duration, ownTime])).toEqual([
    ['make', 100, 30],
    ['cc', 30, 30],
    ['cc', 30, 30],
    ['ld', 20, 20],
  ])
  expect(byTool(weighed)).toEqual([
    { name: 'cc', count: 2, ownTime: 60, cpuTime: 10 },
    { name: 'make', count: 1, ownTime: 30, cpuTime: 5 },
    { name: 'ld', count: 1, ownTime: 20, cpuTime: 5 },
  ])
  expect(slowest(weighed, 1).map(({ name }) => name)).toEqual(['make'])
})

test('a child that outlives its parent takes nothing beyond its end', () => {
  const [parent] = weigh([aProcess('sh', -1, 0, 10), aProcess('sleep', 0, 4, 1000)], 1000)
  expect(parent!.ownTime).toBe(4)
})

test('the tree, with childless siblings of one name as one line', () => {
  const lines = tree(weigh(BUILD, 100))
  expect(lines.map(({ depth, process, count, duration }) => [depth, process.name, count, duration])).toEqual([
    [0, 'make', 1, 100],
    [1, 'cc', 2, 60],
    [1, 'ld', 1, 30],
  ])
})

test('a chain of 100,000 processes is no matter', () => {
  const chain = Array.from({ length: 100_000 }, (_, index) => aProcess('sh', index - 1, index, 200_000))
  expect(tree(weigh(chain, 200_000)).at(-1)!.depth).toBe(99_999)
})

test('tools compared, the largest change first, also those that came or went', () => {
  const [before, after] = [
    byTool(weigh(BUILD, 100)),
    byTool(weigh([...BUILD.slice(0, 3), aProcess('lld', 0, 70, 71)], 100)),
  ]
  const changes = compareTools(before, after)
  expect(changes.map(({ name, change }) => [name, change])).toEqual([
    ['ld', -30],
    ['make', 29],
    ['lld', 1],
    ['cc', 0],
  ])
})
