import { expect, test } from 'vitest'
import { tree } from './process-tree.ts'
import type { WeighedProcess } from '../daemon/recording.ts'

const aProcess = (name: string, parent: number, start: number, end: number): WeighedProcess => ({
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
  duration: end - start,
  ownTime: 0,
})

/** make runs 0–100; cc 10–40 and 30–60 side by side; ld 70–100. */
const BUILD = [
  aProcess('make', -1, 0, 100),
  aProcess('cc', 0, 10, 40),
  aProcess('cc', 0, 30, 60),
  aProcess('ld', 0, 70, 100),
]

test('the tree, with childless siblings of one name as one line', () => {
  const lines = tree(BUILD)
  expect(lines.map(({ depth, process, count, duration }) => [depth, process.name, count, duration])).toEqual([
    [0, 'make', 1, 100],
    [1, 'cc', 2, 60],
    [1, 'ld', 1, 30],
  ])
})

test('a chain of 100,000 processes is no matter', () => {
  const chain = Array.from({ length: 100_000 }, (_, index) => aProcess('sh', index - 1, index, 200_000))
  expect(tree(chain).at(-1)!.depth).toBe(99_999)
})
