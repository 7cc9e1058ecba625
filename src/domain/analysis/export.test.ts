import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf } from '../../../test/support/processes.ts'
import { checkSubmission } from '../../wire/parse.ts'
import { chromeTrace } from './chrome-trace.ts'
import { csvOf } from './csv.ts'
import { ndjsonOf, type ExportedRun } from './ndjson.ts'
import type { Processes } from './processes.ts'
import { tracksOf } from './tracks.ts'

const withPids = (processes: Processes) => ({
  ...processes,
  origin: Date.parse('2026-01-02T03:04:05Z') + 0.25,
  pid: Array.from({ length: processes.count }, (_, row) => 100 + row),
})
const run: ExportedRun = {
  id: '5a1b0d4e-0000-4000-8000-000000000001',
  command: 'make',
  args: ['-j2'],
  workingDir: '/src',
  startTime: '2026-01-02T03:04:05.000250Z',
  endTime: '2026-01-02T03:04:06Z',
  status: 'completed',
  exitCode: 0,
  duration: 1000,
  host: null,
  cores: 2,
}

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

it('writes lines that the wire takes, with the same ids each time', () => {
  fc.assert(
    fc.property(anyProcesses, (processes) => {
      const lines = [...ndjsonOf(withPids(processes), run)]
      for (const line of lines) checkSubmission(JSON.parse(line))
      expect([...ndjsonOf(withPids(processes), run)]).toEqual(lines)
      const ids = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'build_event')
      expect(new Set(ids.map(({ data }) => data.id)).size).toBe(ids.length)
    }),
  )
  const [, start] = ndjsonOf(withPids(processesOf([{ start: 1.5, end: 2 }])), run)
  expect(JSON.parse(start!).data.process.start_time).toBe('2026-01-02T03:04:05.001750Z')
})
