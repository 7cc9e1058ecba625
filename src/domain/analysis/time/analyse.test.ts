import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf, type Sketch } from '../../../../test/support/processes.ts'
import { analyse } from './analyse.ts'
import type { RunFacts } from './measured.ts'
import { leafConcurrency, sumWork, sampleSteps } from './concurrency.ts'

const facts = (wall: number, more: Partial<RunFacts> = {}): RunFacts => ({
  wall,
  cores: 4,
  status: 'completed',
  ...more,
})
const kinds = (sketches: readonly Sketch[], run: RunFacts) =>
  analyse(processesOf(sketches), run).findings.map(({ kind }) => kind)

describe('analyse', () => {
  it('finds the process that ran alone, and the long pole', () => {
    const processes = processesOf([
      { start: 0, end: 100, name: 'make', cpuTime: 1 },
      { start: 0, end: 20, parent: 0, commandLine: 'cc1 a.c', cpuTime: 20 },
      { start: 0, end: 18, parent: 0, commandLine: 'cc1 b.c', cpuTime: 18 },
      { start: 20, end: 100, parent: 0, name: 'ld', commandLine: 'ld -o app', cpuTime: 75 },
    ])
    const { findings } = analyse(processes, facts(100))
    expect(findings.map(({ text }) => text)).toEqual([
      '82% of the time, 82 ms of 100 ms, one process ran alone: `ld app` for 80 ms.',
      'The last 82 ms were serial: `ld app` for 80 ms.',
      'One long pole: `ld app` took 80 ms, 80% of the wall time; for 100% of that nothing ran beside it.',
      'Low parallelism: 1.1 of 4 cores were busy on average.',
      '`ld` took 68% of the time at work: 80 ms in one process.',
    ])
  })

  it('names the first failure, and what was repeated, and many that are tiny', () => {
    expect(
      kinds(
        [
          { start: 0, end: 10, exitCode: 0 },
          { start: 2, end: 5, exitCode: 2 },
        ],
        facts(10, { status: 'failed' }),
      )[0],
    ).toBe('failed')
    const repeated = Array.from({ length: 4 }, (_, i) => ({
      start: i * 25,
      end: i * 25 + 25,
      commandLine: 'gen x',
    }))
    expect(kinds(repeated, facts(100))).toContain('repeated')
    const many = Array.from({ length: 300 }, (_, i) => ({ start: i, end: i + 1, commandLine: `t ${i}` }))
    expect(kinds(many, facts(300))).toContain('tiny')
  })

  it('says nothing of nothing', () => {
    expect(analyse(processesOf([]), facts(0)).findings).toEqual([])
  })

  it('adds up, whatever the processes', () => {
    fc.assert(
      fc.property(anyProcesses, fc.integer({ min: 1, max: 90 }), (processes, wall) => {
        const { alone, idle, byTool, meanConcurrency, slowest, own } = analyse(processes, facts(wall))
        expect(alone + idle).toBeLessThanOrEqual(wall + 1e-9)
        expect(byTool.reduce((sum, { count }) => sum + count, 0)).toBe(processes.count)
        for (const { own, total } of byTool) expect(own).toBeLessThanOrEqual(total + 1e-9)
        expect(meanConcurrency).toBeGreaterThanOrEqual(0)
        expect([...slowest].sort((a, b) => own[b]! - own[a]!)).toEqual(slowest)
      }),
    )
  })
})

describe('sumWork', () => {
  it('sums what the concurrency over time shows', () => {
    fc.assert(
      fc.property(anyProcesses, (processes) => {
        const mean = new Float32Array(100)
        sampleSteps(leafConcurrency(processes, 100), 0, 100, mean, new Float32Array(100))
        const work = sumWork(processes, 100)
        const alone = work.alone.reduce((sum, time) => sum + time, 0)
        expect(alone).toBe(mean.filter((level) => level === 1).length)
        expect(work.busy).toBe(mean.filter((level) => level > 0).length)
        expect(work.atWork).toBe(mean.reduce((sum, level) => sum + level, 0))
      }),
    )
  })
})
