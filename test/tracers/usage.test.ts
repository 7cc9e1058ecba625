import { expect, test } from 'vitest'
import type { Seen } from './support/fold.ts'
import { compile } from './support/fixtures.ts'
import { record } from './support/record.ts'

const burn = compile('burn')
const memory = compile('memory')

const cpuMs = ({ user_time_us, system_time_us }: Seen['latest']) => (user_time_us! + system_time_us!) / 1000

test.each(['wait', 'leave', 'ignore'])('CPU time is a process’s own, with a child it did %s', async (how) => {
  const { exitCode, processes } = await record([burn, '50', how, '200'])
  expect(exitCode).toBe(0)
  const [parent, child] = processes.map(({ latest }) => cpuMs(latest))
  // What the programs measured themselves, and a little for their start and end.
  expect(parent).toBeGreaterThanOrEqual(49)
  expect(parent).toBeLessThan(120)
  expect(child).toBeGreaterThanOrEqual(199)
  expect(child).toBeLessThan(270)
})

test('peak memory is the program’s own, not that of what it was forked from', async () => {
  const { processes } = await record([memory, '60', '/bin/true'])
  const [parent, child] = processes.map(({ latest }) => Number(latest.peak_mem) / 1024 / 1024)
  expect(parent).toBeGreaterThan(60)
  expect(parent).toBeLessThan(70)
  expect(child).toBeLessThan(10)
})

test('peak memory is not that of a child either', async () => {
  const { processes } = await record(['sh', '-c', `${memory} 60; exit 0`])
  const [parent, child] = processes.map(({ latest }) => Number(latest.peak_mem) / 1024 / 1024)
  expect(parent).toBeLessThan(10)
  expect(child).toBeGreaterThan(60)
})

test('a process that lives for more than a second is sampled', async () => {
  const { events } = await record([burn, '1500'])
  const samples = events.filter(({ type }) => type === 'resource_update')
  expect(samples.length).toBeGreaterThanOrEqual(1)
  expect(samples[0]!.process.cpu_usage).toBeGreaterThan(10)
  expect(samples[0]!.process.mem_usage).toBeGreaterThan(100_000)
  expect(samples[0]!.process.read_bytes).toBeGreaterThan(0)
})

test('a sample tells how much was read and written', async () => {
  const { events } = await record([
    'sh',
    '-c',
    `exec python3 -c '
import time
with open("/dev/zero", "rb", 0) as zero, open("/dev/null", "wb", 0) as null: null.write(zero.read(3000000))
time.sleep(1.5)'`,
  ])
  // On a slow machine the first sample comes before the program has read.
  const sample = events.findLast(({ type, process }) => type === 'resource_update' && process.read_bytes)!
  expect(sample.process.read_bytes).toBeGreaterThan(3_000_000)
  expect(sample.process.written_bytes).toBeGreaterThanOrEqual(3_000_000)
})
