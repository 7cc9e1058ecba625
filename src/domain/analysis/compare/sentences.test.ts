import { expect, it } from 'vitest'
import { processesOf, type Sketch } from '../../../../test/support/processes.ts'
import { compareRuns } from './compare.ts'
import { compareSentences } from './sentences.ts'

const run = (wall: number, sketches: readonly Sketch[], exitCode = 0) => ({
  processes: processesOf(sketches),
  wall,
  exitCode,
  status: exitCode === 0 ? ('completed' as const) : ('failed' as const),
})
type Run = ReturnType<typeof run>

function sentences(base: Run, head: Run): string[] {
  const compared = ({ processes, wall }: Run) => ({ processes, until: wall, workingDir: '/src' })
  return compareSentences(base, head, compareRuns(compared(base), compared(head)))
}

/** A process at work all its life. */
const work = (commandLine: string, start: number, end: number): Sketch => ({
  commandLine,
  name: commandLine.split(' ')[0]!,
  start,
  end,
  cpuTime: end - start,
})

it('tells the difference, then what accounts for it', () => {
  const base = run(10_000, [work('cc a.c', 0, 9900)])
  const head = run(17_100, [work('cc a.c', 0, 9000), work('xz -9e image', 9000, 17_000)])
  expect(sentences(base, head)).toEqual([
    '7.10 s slower: 17.1 s instead of 10.0 s (+71.0%).',
    '`xz -9e image` is new and takes 8.00 s.',
  ])
})

it('names a tool whose many processes changed, and time that was waited', () => {
  const files = Array.from({ length: 40 }, (_, n) => `cc ${n}.c`)
  const waiting = (line: string, start: number, end: number) => ({ ...work(line, start, end), cpuTime: 90 })
  const base = run(
    4000,
    files.map((line, n) => waiting(line, n * 100, n * 100 + 100)),
  )
  const head = run(
    12_000,
    files.map((line, n) => waiting(line, n * 300, n * 300 + 300)),
  )
  expect(sentences(base, head)).toEqual([
    '8.00 s slower: 12.0 s instead of 4.00 s (+200.0%).',
    '`cc` took 8.00 s more over 40 processes.',
    'The CPU time is about the same, so the processes waited for a different time.',
  ])
})

it('says how a command changed', () => {
  const base = run(1000, [work('cc -O0 a.c', 0, 1000)])
  const head = run(3000, [work('cc -O3 a.c', 0, 3000)])
  expect(sentences(base, head)[1]).toBe('`cc a.c` takes 2.00 s longer (flags: + -O3, − -O0).')
})

it('tells a failure, and leaves noise alone', () => {
  const steps = [work('cc a.c', 0, 1000)]
  expect(sentences(run(1000, steps), run(1005, steps, 2))).toEqual([
    'The base passed, the head failed.',
    'As fast as the base: 1.00 s.',
  ])
})
