import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf } from '../../../../test/support/processes.ts'
import { chromeTrace } from './chrome-trace.ts'
import { csvOf } from './csv.ts'
import type { Processes } from '../processes.ts'
import { recordText } from './record.ts'
import { tracksOf } from './tracks.ts'

const withPids = (processes: Processes) => ({
  ...processes,
  origin: Date.parse('2026-01-02T03:04:05Z') + 0.25,
  pid: Array.from({ length: processes.count }, (_, row) => 100 + row),
})

describe('tracksOf', () => {
  it('never lets slices of a track cross', () => {
    fc.assert(
      fc.property(anyProcesses, (processes) => {
        const track = tracksOf(processes, 80)
        const spanOf = (row: number) => {
          const start = processes.start[row]!
          return [start, Math.max(start, Math.min(processes.end[row]!, Math.max(80, start)))] as const
        }
        for (let a = 0; a < processes.count; a++)
          for (let b = 0; b < processes.count; b++) {
            const [[from, to], [start, end]] = [spanOf(a), spanOf(b)]
            if (track[a] === track[b]) expect(from < start && start < to && to < end).toBe(false)
          }
      }),
    )
  })
})

it('writes a trace that others read', () => {
  const processes = withPids(processesOf([{ start: 0.5, end: 10, name: 'cc1', commandLine: 'cc1 "a b.c"' }]))
  const { traceEvents } = JSON.parse(chromeTrace(processes, 'make', 20))
  expect(traceEvents[1]).toMatchObject({ ph: 'X', ts: 500, dur: 9500, cat: 'cc1', tid: 1 })
})

it('writes cells that a spreadsheet reads as they are', () => {
  const processes = withPids(processesOf([{ start: 1, end: 3, commandLine: '=cmd "x", y', cpuTime: 1.5 }]))
  expect(csvOf(processes, [2], 20).split('\r\n')[1]).toBe(`100,,cc1,"'=cmd ""x"", y",/src,1,2,2,1.5,,0,`)
})

it('writes the lines that were recorded, the run first, page by page', async () => {
  const line = (id: string) => JSON.stringify({ type: 'build_event', data: { id, text: 'a\u202eb' } })
  const pages = [[line('1'), line('2')], [line('3')], []]
  const asked: (string | null)[] = []
  const readEvents = async (after: string | null) => {
    asked.push(after)
    const page = Number(after ?? 0)
    const pageInfo = { hasNextPage: page < pages.length - 1, endCursor: String(page + 1) }
    return { line: line('run'), page: { nodes: pages[page]!.map((line) => ({ line })), pageInfo } }
  }
  const readMachine = async () => ({
    page: { nodes: [{ line: line('machine') }], pageInfo: { hasNextPage: false } },
  })
  const readFiles = async () => ({
    page: { nodes: [{ line: line('files') }], pageInfo: { hasNextPage: false } },
  })
  const text = recordText(readEvents, readMachine, readFiles)
  const parts: string[] = []
  for await (const part of text) parts.push(part)
  expect(asked).toEqual([null, '1', '2'])
  expect(parts).toHaveLength(4)
  const lines = parts.join('').trimEnd().split('\n')
  expect(lines.map((one) => JSON.parse(one).data)).toEqual(
    ['run', '1', '2', '3', 'machine', 'files'].map((id) => ({ id, text: 'a\u202eb' })),
  )
  // Nothing in a file steers the terminal that shows it.
  expect(lines.every((one) => !one.includes('\u202e'))).toBe(true)
})
