/* oxlint-disable vitest/no-standalone-expect -- behaves() makes the test */
import { expect } from 'vitest'
import type { ProcessInfoInput } from '../../src/wire/schema.ts'
import { anEvent, aProcess, aRun } from '../support/submissions.ts'
import { behaves } from './support/suite.ts'

const UINT64 = '18446744073709551615'

behaves('mem_usage above 2^53 stays whole', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run, anEvent(id, 'process_start', { mem_usage: UINT64 }))
  expect((await api.events(id))[0]!.process.mem_usage).toBe(UINT64)
  expect((await api.processes(id))[0]!.mem_usage).toBe(UINT64)
})

behaves('cpu_usage may pass 100', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run, anEvent(id, 'resource_update', { cpu_usage: 1587.25 }))
  expect((await api.events(id))[0]!.process.cpu_usage).toBe(1587.25)
  expect((await api.processes(id))[0]!.cpu_usage).toBe(1587.25)
})

behaves('events are ordered by timestamp, ties by arrival', async (api) => {
  const run = aRun()
  const { id } = run.data
  const at = (nanosecond: number, name: string) =>
    anEvent(id, 'process_start', { name }, { timestamp: `2026-01-02T00:00:00.00000000${nanosecond}Z` })
  const late = at(1, 'first')
  await api.submit(run, at(2, 'second'), at(3, 'third'), late, at(3, 'fourth'))
  const events = await api.events(id)
  expect(events.map((event) => event.process.name)).toEqual(['first', 'second', 'third', 'fourth'])
  expect(events[0]).toEqual({
    id: late.data.id,
    build_run_id: id,
    timestamp: '2026-01-02T00:00:00.000000001Z',
    type: 'process_start',
    process: {
      build_run_id: id,
      pid: 101,
      ppid: 100,
      name: 'first',
      cmdline: 'cc1 -O2 foo.c',
      start_time: '2026-01-02T01:04:06.000Z',
      cpu_usage: 12.5,
      mem_usage: '4096',
      status: 'running',
      children: [],
    },
  })
})

behaves('long lists are complete', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run)
  // More than a page of any of the two.
  const events = Array.from({ length: 2500 }, (_, pid) => anEvent(id, 'process_start', { pid }))
  await api.submit(...events)
  const whole = events.map((event) => event.data.id).toSorted()
  expect((await api.events(id)).map((event) => event.id).toSorted()).toEqual(whole)
  expect((await api.processes(id)).map((process) => process.pid)).toEqual(events.map((_, pid) => pid))
})

behaves('processes come out of events, by start time', async (api) => {
  const run = aRun()
  const { id } = run.data
  const later = { pid: 3, start_time: '2026-01-02T01:00:00.000000002Z' }
  const sooner = { pid: 4, start_time: '2026-01-02T01:00:00.000000001Z' }
  await api.submit(
    run,
    anEvent(id, 'process_start', later),
    anEvent(id, 'process_start', sooner),
    anEvent(id, 'process_end', sooner, { timestamp: '2026-01-02T02:00:00Z' }),
  )
  expect(await api.processes(id)).toMatchObject([
    { pid: 4, status: 'completed', end_time: '2026-01-02T02:00:00.000Z', build_run_id: id },
    { pid: 3, status: 'running' },
  ])
})

behaves('later events fill in unknown values, and never empty known ones', async (api) => {
  const run = aRun()
  const { id } = run.data
  const empty = { name: '', cmdline: '', ppid: 0, mem_usage: 0 }
  const known = { name: 'ld', cmdline: 'ld -o a', ppid: 7, mem_usage: 9 }
  const at = (second: number) => ({ timestamp: `2026-01-02T01:05:0${second}Z` })
  await api.submit(
    run,
    anEvent(id, 'process_start', empty, at(1)),
    anEvent(id, 'resource_update', known, at(2)),
    anEvent(id, 'process_end', { ...empty, cpu_usage: 0 }, at(3)),
  )
  expect(await api.processes(id)).toMatchObject([{ ...known, mem_usage: '9', status: 'completed' }])
  expect((await api.events(id))[0]!.process).toMatchObject({ name: '', cmdline: '', ppid: 0, mem_usage: '0' })
})

behaves('a reused pid is another process', async (api) => {
  const run = aRun()
  const { id } = run.data
  const use = (name: string, start_time: string) => anEvent(id, 'process_start', { pid: 5, name, start_time })
  await api.submit(
    run,
    use('cc1', '2026-01-02T01:00:00.000000001Z'),
    use('ld', '2026-01-02T01:00:00.000000002Z'),
  )
  expect((await api.processes(id)).map(({ pid, name }) => [pid, name])).toEqual([
    [5, 'cc1'],
    [5, 'ld'],
  ])
})

behaves('children are derived from the parent links', async (api) => {
  const run = aRun()
  const { id } = run.data
  const at = (pid: number, ppid: number, second: number): Partial<ProcessInfoInput> => ({
    pid,
    ppid,
    start_time: `2026-01-02T01:00:0${second}Z`,
    children: [999],
  })
  await api.submit(
    run,
    anEvent(id, 'process_start', at(1, 0, 0)),
    anEvent(id, 'process_start', at(2, 1, 1)),
    anEvent(id, 'process_start', at(3, 2, 2)),
    anEvent(id, 'process_start', at(2, 1, 3)),
    anEvent(id, 'process_start', at(4, 2, 4)),
  )
  const family = (await api.processes(id)).map(({ pid, children }) => [pid, children])
  expect(family).toEqual([
    [1, [2, 2]],
    [2, [3]],
    [3, []],
    [2, [4]],
    [4, []],
  ])
})

behaves('the placeholder of build_complete and build_crashed is not a process', async (api) => {
  const run = aRun()
  const { id } = run.data
  const crashed = anEvent(id, 'build_crashed', { name: 'monitor', pid: 0 })
  await api.submit(run, crashed, run, anEvent(id, 'build_complete', { name: 'build' }))
  expect((await api.events(id)).map(({ type, process }) => [type, process.name])).toEqual([
    ['build_crashed', 'monitor'],
    ['build_complete', 'build'],
  ])
  expect(await api.processes(id)).toEqual([])
})

behaves('a process submission alone makes a process', async (api) => {
  const run = aRun()
  const { id } = run.data
  await api.submit(run, { type: 'process', data: aProcess(id, { end_time: '2026-01-02T03:00:00Z' }) })
  expect(await api.processes(id)).toMatchObject([
    { pid: 101, name: 'cc1', status: 'completed', end_time: '2026-01-02T03:00:00.000Z' },
  ])
})
