import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf } from '../../../../test/support/processes.ts'
import type { Steps } from './concurrency.ts'
import { cpuOverTime, memoryOverTime, peakOf } from './counters.ts'

const integral = ({ time, level }: Steps<Float64Array>): number =>
  time.reduce((sum, at, i) => sum + (i + 1 < time.length ? level[i]! * (time[i + 1]! - at) : 0), 0)

describe('cpuOverTime', () => {
  it('spreads the CPU time of a process over its life', () => {
    const steps = cpuOverTime(processesOf([{ start: 10, end: 30, cpuTime: 40 }]), 100)
    expect([...steps.time]).toEqual([10, 30])
    expect([...steps.level]).toEqual([2, 0])
  })

  it('integrates to the CPU time of the processes that had begun', () => {
    fc.assert(
      fc.property(anyProcesses, (processes) => {
        let all = 0
        for (let row = 0; row < processes.count; row++)
          if (processes.end[row]! > processes.start[row]!) all += processes.cpuTime[row]! || 0
        expect(integral(cpuOverTime(processes, 1000))).toBeCloseTo(all, 6)
      }),
    )
  })
})

describe('memoryOverTime', () => {
  it('is the sum of the peaks of the living, and nothing in the end', () => {
    fc.assert(
      fc.property(anyProcesses, (processes) => {
        const { time, level } = memoryOverTime(processes, 100)
        time.forEach((at, i) => {
          let sum = 0
          for (let row = 0; row < processes.count; row++)
            if (processes.start[row]! <= at && at < Math.min(processes.end[row]!, 100))
              sum += processes.peakMemory[row]!
          expect(level[i]).toBeCloseTo(sum, 6)
        })
        expect(level.at(-1) ?? 0).toBe(0)
      }),
    )
  })

  it('has a peak', () => {
    const steps = memoryOverTime(
      processesOf([
        { start: 0, end: 10, peakMemory: 5 },
        { start: 5, end: 20, peakMemory: 7 },
      ]),
      100,
    )
    expect(peakOf(steps)).toBe(12)
  })
})
