import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf, type Sketch } from '../../../../test/support/processes.ts'
import { compareRuns } from './compare.ts'

const run = (workingDir: string, sketches: readonly Sketch[]) => ({
  processes: processesOf(sketches),
  until: 1000,
  workingDir,
})

describe('compareRuns', () => {
  it('matches over temporary files and directories, and tells slower, faster, new and gone', () => {
    const base = run('/home/a/app', [
      { start: 0, end: 100, commandLine: 'cc1 a.c -o /tmp/ccAAAAAA.s', workingDir: '/home/a/app/src' },
      { start: 0, end: 100, commandLine: 'cc1 b.c', workingDir: '/home/a/app' },
      { start: 0, end: 30, name: 'sed', commandLine: 'sed old', workingDir: '/home/a/app' },
      { start: 0, end: 50, commandLine: 'ld -o /home/a/app/x', workingDir: '/home/a/app' },
    ])
    const head = run('/ci/7', [
      { start: 0, end: 180, commandLine: 'cc1 a.c -o /tmp/ccBBBBBB.s', workingDir: '/ci/7/src' },
      { start: 0, end: 60, commandLine: 'cc1 b.c', workingDir: '/ci/7' },
      { start: 0, end: 20, name: 'gen', commandLine: 'gen new', workingDir: '/ci/7' },
      { start: 0, end: 50.5, commandLine: 'ld -o /ci/7/x', workingDir: '/ci/7' },
    ])
    const { changes, unchanged } = compareRuns(base, head)
    expect(
      changes.map(({ kind, directory, commandLine, delta }) => [kind, directory, commandLine, delta]),
    ).toEqual([
      ['slower', './src', 'cc1 a.c -o /tmp/….s', 80],
      ['faster', '.', 'cc1 b.c', -40],
      ['gone', '.', 'sed old', -30],
      ['new', '.', 'gen new', 20],
    ])
    expect(unchanged).toBe(1)
  })

  it('finds nothing between a run and itself', () => {
    fc.assert(
      fc.property(anyProcesses, (processes) => {
        const same = { processes, until: 80, workingDir: '/src' }
        const { changes, byTool } = compareRuns(same, same)
        expect(changes).toEqual([])
        for (const { delta } of byTool) expect(delta).toBe(0)
      }),
    )
  })

  it('finds in one direction the opposite of the other', () => {
    fc.assert(
      fc.property(anyProcesses, anyProcesses, (a, b) => {
        const [one, two] = [a, b].map((processes) => ({ processes, until: 80, workingDir: '/src' }))
        const there = compareRuns(one!, two!).byTool
        const back = compareRuns(two!, one!).byTool
        expect(there.map(({ tool, delta }) => [tool, delta])).toEqual(
          back.map(({ tool, delta }) => [tool, 0 - delta]),
        )
      }),
    )
  })
})
