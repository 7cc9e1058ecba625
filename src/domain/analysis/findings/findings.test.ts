import { expect, it } from 'vitest'
import { processesOf, type Sketch } from '../../../../test/support/processes.ts'
import type { MachineSample, Waits } from '../recorded.ts'
import { analyse } from '../time/analyse.ts'
import type { RunFacts } from '../time/measured.ts'

const textsOf = (sketches: readonly Sketch[], wall: number, more: Partial<RunFacts> = {}) =>
  analyse(processesOf(sketches), { wall, cores: 8, status: 'completed', ...more }).findings.map(
    ({ text }) => text,
  )
const many = (count: number, start: number, end: number, cpuTime = end - start): Sketch[] =>
  Array.from({ length: count }, (_, i) => ({ start, end, cpuTime, commandLine: `cc1 ${start}-${i}.c` }))
const sample = (busy: number, build: number, more: Partial<MachineSample> = {}): MachineSample => ({
  time: 1000,
  interval: 1000,
  cores: 2,
  busy,
  iowait: 0,
  steal: 0,
  build,
  memoryAvailable: 0,
  memoryTotal: 0,
  pressure: null,
  throttled: null,
  ...more,
})
const waitsOf = (runQueue: number[], disk = runQueue.map(() => NaN)): Waits => {
  const none = runQueue.map(() => 0)
  return { runQueue, disk, stdin: none, stdout: none, stderr: none }
}

it('says that only less work helps only if the cores were busy all the time', () => {
  const last = { start: 900_000, end: 1_009_000, cpuTime: 109_000, name: 'ld', commandLine: 'ld -o project' }
  const link = textsOf([...many(8, 0, 900_000), last], 1_009_000)
  expect(link).toContain(
    'The cores were busy: 7.2 of 8 on average. For 1m 49s one process ran alone, and up to 7 cores were idle.',
  )
  expect(link).toContain('The last 1m 49s were serial: `ld project` for 1m 49s.')
  expect(textsOf(many(8, 0, 1000), 1000)).toContain(
    'The cores were busy: 8.0 of 8 on average. Only less work makes it faster.',
  )
})

it('does not call a starved build one of low parallelism', () => {
  const two = many(2, 0, 123_000, 37_500)
  const about = (more: Partial<RunFacts>) =>
    textsOf(two, 123_000, { cores: 2, ...more }).filter((text) => /cores|parallelism/.test(text))
  expect(about({ waits: null })).toEqual([
    'Processes waited: 2.0 were at work at a time, yet used 0.6 of 2 cores. What they waited for was not recorded.',
  ])
  // Of a caller that did not read them.
  expect(about({})).toEqual(['Processes waited: 2.0 were at work at a time, yet used 0.6 of 2 cores.'])
  expect(about({ waits: waitsOf([80_000, 5000]) })).toEqual([
    'Processes waited 1m 25s for a processor while the build used 0.6 of 2 cores: other programs had them.',
  ])
  expect(about({ waits: waitsOf([1, 0], [60_000, 70_000]) })).toEqual([
    'Processes waited: 2.0 were at work at a time, yet used 0.6 of 2 cores. They waited 1.0 ms for a processor, 2m 10s for a disk.',
  ])
  expect(about({ machine: Array<MachineSample>(123).fill(sample(2000, 610)) })).toEqual([
    'The machine was busy with other work: other programs had 1.4 of 2 cores, 2m 51s of CPU time.',
  ])
})

it('blames nobody for a queue that the build itself made', () => {
  const crowd = [...many(8, 0, 400, 100), { start: 400, end: 1000, cpuTime: 100, commandLine: 'sleep x' }]
  const texts = textsOf(crowd, 1000, { cores: 2, waits: waitsOf([...Array<number>(8).fill(300), 0]) })
  expect(texts.join()).not.toMatch(/other programs/)
})

it('sums up by tool how long one process ran alone, and names the serial tail however small', () => {
  const serial = Array.from({ length: 10 }, (_, i) => ({
    start: i * 600,
    end: i * 600 + 590,
    parent: -1,
    commandLine: `cc1 ${i}.c`,
  }))
  expect(textsOf(serial, 6000)[0]).toBe(
    '98% of the time, 5.90 s of 6.00 s, one process ran alone: `cc1` for 5.90 s in 10 processes.',
  )
  const tail = { start: 1000, end: 1010, name: 'ld', commandLine: 'ld -o app' }
  expect(textsOf([...many(2, 0, 1000), tail], 1010)).toContain(
    'The last 10 ms were serial: `ld app` for 10 ms.',
  )
  expect(textsOf([...many(2, 0, 1000), tail], 1010, { cores: 1 }).join()).not.toMatch(/serial|alone/)
})

it('does not call the processes of an interrupted build its failure', () => {
  const texts = textsOf([{ start: 0, end: 10, exitCode: 1 }], 10, { status: 'failed', exitCode: 130 })
  expect(texts).toContain('`cc1 a.c` ended with exit code 1; the build was interrupted.')
})
