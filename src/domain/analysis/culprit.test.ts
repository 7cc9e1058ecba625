import { expect, test } from 'vitest'
import { processesOf, type Sketch } from '../../../test/support/processes.ts'
import { culpritOf } from './culprit.ts'

const process = (name: string, parent: number, end: number, exitCode: number, signal = ''): Sketch => ({
  name,
  parent,
  start: 0,
  end,
  exitCode,
  signal,
})

test('the failure is looked for where the build failed, not where it went on', () => {
  const sketches = [
    process('sh', -1, 100, 2),
    process('configure', 0, 40, 0),
    process('cc1', 1, 20, 1),
    process('grep', 0, 50, 1),
    process('make', 0, 90, 2),
    process('gcc', 4, 80, 1),
    process('cc1', 5, 70, 0, 'SIGKILL'),
  ]
  const culprit = (...some: Sketch[]) => culpritOf(processesOf(some))
  expect(culprit(...sketches)).toBe(6)
  expect(culprit(...sketches.slice(0, 4))).toBe(3)
  expect(culprit(...sketches.slice(0, 1))).toBe(0)
  expect(culprit(...sketches.slice(1, 2))).toBe(-1)
})

test('below make it is the job that failed first, and never the copy that passes a failure on', () => {
  const sketches = [
    process('make', -1, 100, 2),
    process('libtool', 0, 60, 1),
    process('libtool', 0, 90, 1),
    process('gcc', 1, 50, 1),
    process('libtool', 1, 55, 1),
    process('gcc', 2, 80, 1),
  ]
  expect(culpritOf(processesOf(sketches))).toBe(3)
})
