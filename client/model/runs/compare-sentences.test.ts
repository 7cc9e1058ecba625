import { expect, it } from 'vitest'
import { compareSentences } from './compare-sentences.ts'

const side = (wall: number, cpuTime: number, outcome: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED') => ({
  status: outcome === 'FAILED' ? ('failed' as const) : ('completed' as const),
  outcome,
  cpuTime,
  analysis: { wall, meanConcurrency: 1, concurrency: [] },
})
const change = (
  kind: 'new' | 'gone' | 'slower' | 'faster',
  commandLine: string,
  delta: number,
  difference = '',
) => ({
  kind,
  name: commandLine.split(' ')[0]!,
  commandLine,
  directory: '.',
  difference,
  delta,
})

it('tells the difference, then what accounts for it', () => {
  const facts = {
    base: side(10_000, 9000),
    head: side(17_100, 16_000),
    changes: [
      change('new', 'xz -9e image', 6900),
      change('faster', 'cc a.c', -900),
      change('slower', 'ld', 20),
    ],
    byTool: [{ tool: 'xz', delta: 6900, head: { own: 6900, count: 1 } }],
  }
  expect(compareSentences(facts)).toEqual([
    '7.10 s slower: 17.1 s instead of 10.0 s (+71.0%).',
    '`xz -9e image` is new and takes 6.90 s.',
  ])
})

it('names a tool whose many processes changed, and time that was waited', () => {
  const many = Array.from({ length: 40 }, (_, n) => change('slower', `cc ${n}.c`, 200))
  const byTool = [{ tool: 'cc', delta: 8000, base: { own: 1, count: 40 }, head: { own: 8001, count: 40 } }]
  const facts = { base: side(1000, 3900), head: side(2000, 3905), changes: many, byTool }
  expect(compareSentences(facts)).toEqual([
    '1.00 s slower: 2.00 s instead of 1.00 s (+100.0%).',
    '`cc` took 8.00 s more over 40 processes.',
    '`cc 0.c` takes 200 ms longer.',
    '`cc 1.c` takes 200 ms longer.',
    'The CPU time is about the same, so the processes waited for a different time.',
  ])
})

it('tells a failure, and leaves noise alone', () => {
  const facts = { base: side(1000, 1), head: side(1005, 1, 'FAILED'), changes: [], byTool: [] }
  expect(compareSentences(facts)).toEqual([
    'The base passed, the head failed.',
    'As fast as the base: 1.00 s.',
  ])
})
