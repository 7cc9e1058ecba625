import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf, recordedOf, type Sketch } from '../../../../test/support/processes.ts'
import type { RecordedRun, Waits } from '../recorded.ts'
import { boundPath } from './bound-path.ts'
import { modelOf } from './model.ts'

const pathOf = (sketches: readonly Sketch[], more: Partial<RecordedRun> = {}) =>
  boundPath(modelOf(recordedOf(processesOf(sketches), more)))

const shortened = ({ steps }: ReturnType<typeof pathOf>) =>
  steps.map(({ row, from, to, kind, release }) => [row, from, to, kind, release])

describe('boundPath', () => {
  it('covers the wall time without overlap, and its kinds sum to it', () => {
    fc.assert(
      fc.property(anyProcesses, fc.nat(90), fc.constantFrom(null, 1, 4), (processes, wall, cores) => {
        const { steps, kinds } = boundPath(modelOf(recordedOf(processes, { wall, cores })))
        let at = 0
        for (const { from, to } of steps) {
          expect(from).toBe(at)
          expect(to).toBeGreaterThan(from)
          at = to
        }
        expect(at).toBe(wall)
        const sum = Object.values(kinds).reduce((all, each) => all + each, 0)
        expect(sum).toBeCloseTo(wall, 6)
      }),
    )
  })

  it('goes through the jobs whose slot was waited for, and the one that was needed', () => {
    const path = pathOf([
      { start: 0, end: 500, name: 'make', commandLine: 'make -j2', cpuTime: 17 },
      { start: 10, end: 110, parent: 0, commandLine: 'cc -c a.c', cpuTime: 100 },
      { start: 10, end: 200, parent: 0, commandLine: 'cc -c b.c', cpuTime: 190 },
      { start: 112, end: 300, parent: 0, commandLine: 'cc -c c.c', cpuTime: 188 },
      { start: 305, end: 498, parent: 0, commandLine: 'cc a.o b.o c.o -o x', cpuTime: 96.5 },
    ])
    expect(shortened(path)).toEqual([
      [0, 0, 10, 'work', 'order'],
      [1, 10, 110, 'slot', 'slot'],
      [0, 110, 112, 'work', 'slot'],
      [3, 112, 300, 'work', 'file'],
      [0, 300, 305, 'work', 'file'],
      [4, 305, 401.5, 'work', 'end'],
      [4, 401.5, 498, 'waiting', 'end'],
      [0, 498, 500, 'work', 'end'],
    ])
    expect(path.complete).toBe(false)
  })

  it('splits own time by what it waited for', () => {
    const waits: Waits = { runQueue: [30], disk: [20], stdin: [0], stdout: [0], stderr: [0] }
    const { kinds } = pathOf([{ start: 0, end: 100, cpuTime: 40 }], { waits })
    expect(kinds).toMatchObject({ work: 40, processor: 30, disk: 20, waiting: 10 })
  })

  it('follows a pipe to the end that was at work', () => {
    const tar = { start: 1, end: 80, parent: 0, name: 'tar' }
    const xz = { start: 1, end: 100, parent: 0, name: 'xz' }
    const waits: Waits = {
      runQueue: [0, 0, 0],
      disk: [0, 0, 0],
      stdin: [0, 0, 7],
      stdout: [0, 7, 0],
      stderr: [0, 0, 0],
    }
    const shell = { start: 0, end: 100, name: 'sh', cpuTime: 1 }
    const busyReader = pathOf([shell, { ...tar, cpuTime: 2 }, { ...xz, cpuTime: 90 }], { waits })
    expect(busyReader.steps.map(({ row }) => row)).not.toContain(1)
    const busyWriter = pathOf([shell, { ...tar, cpuTime: 79 }, { ...xz, cpuTime: 2 }], { waits })
    expect(busyWriter.steps.find(({ row }) => row === 1)).toMatchObject({ from: 1, to: 80, release: 'pipe' })
  })
})
