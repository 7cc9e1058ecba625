import { expect, test } from 'vitest'
import type { TracerEvent } from '../tracer.ts'
import { CHUNK_BYTES } from '../chunks/chunk-format.ts'
import { NOT_MEASURED } from '../measures.ts'
import { JournalReader } from './journal-reader.ts'
import { JournalWriter } from './journal-writer.ts'

const clock = { base: 0n, origin: 1_000_000_000_000_000_000n }

function journal() {
  const reader = new JournalReader(clock)
  const writer = new JournalWriter((chunk) => reader.add(chunk))
  const read = (): TracerEvent[] => {
    const events: TracerEvent[] = []
    reader.drain((event) => events.push(event))
    return events
  }
  return { writer, read }
}

test('what is written is read, once and in order', () => {
  const { writer, read } = journal()
  expect(read()).toEqual([])
  writer.start(7, 1, 3)
  expect(read()).toEqual([{ type: 'start', pid: 7, ppid: 3, time: clock.origin + 1n }])
  writer.image(7, 2, {
    path: Buffer.from('/bin/echo'),
    workingDir: Buffer.from('/häuser'),
    argv: Buffer.from('echo\0\0a b\0'),
    cut: false,
    pipes: [0, 7_000_000_000, 12],
    secure: false,
    environment: Buffer.alloc(0),
  })
  const measures = { ...NOT_MEASURED, userTime: 10, systemTime: 20, majorFaults: 3, runQueueTime: 0.5 }
  writer.exit(7, 3, { status: 9, measures })
  writer.exit(8, 4, { status: 3 << 8, measures: { ...measures, userTime: 0, peakMemory: 2 ** 40 } })
  const image = {
    name: 'echo',
    argv: ['echo', '', 'a b'],
    cut: false,
    workingDir: '/häuser',
    pipes: [0, 7_000_000_000, 12],
    file: '/bin/echo',
  }
  const exit = {
    type: 'exit',
    exitCode: null,
    signal: 'SIGKILL',
    ...measures,
  }
  expect(read()).toEqual([
    { type: 'image', pid: 7, time: clock.origin + 2n, image },
    { pid: 7, time: clock.origin + 3n, ...exit },
    {
      pid: 8,
      time: clock.origin + 4n,
      ...exit,
      exitCode: 3,
      signal: null,
      userTime: 0,
      peakMemory: 2 ** 40,
    },
  ])
  expect(read()).toEqual([])
})

test('it goes on over many chunks, whenever it is read', () => {
  const { writer, read } = journal()
  const pids: number[] = []
  for (let pid = 1; pid <= 60_000; pid++) {
    writer.start(pid, pid, 1)
    if (pid % 7919 === 0) pids.push(...read().map((event) => event.pid))
  }
  pids.push(...read().map((event) => event.pid))
  expect(pids).toEqual(Array.from({ length: 60_000 }, (_, index) => index + 1))
})

test('a record larger than a chunk has one of its own', () => {
  const { writer, read } = journal()
  writer.start(1, 1, 0)
  const argv = Buffer.alloc(CHUNK_BYTES * 2, 'x')
  const nothing = Buffer.alloc(0)
  writer.image(1, 2, {
    path: Buffer.from('x'),
    workingDir: nothing,
    argv,
    cut: true,
    pipes: [0, 0, 0],
    secure: false,
    environment: nothing,
  })
  writer.start(2, 3, 1)
  const [, image, last] = read()
  expect(image).toMatchObject({ type: 'image', image: { cut: true } })
  expect(last).toMatchObject({ type: 'start', pid: 2 })
})
