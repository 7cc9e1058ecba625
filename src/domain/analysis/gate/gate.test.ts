import { describe, expect, it } from 'vitest'
import { judgeGate } from './gate.ts'
import type { GatedRun } from './model.ts'

/** A run of so many milliseconds on two processors that nobody else used. */
const run = (wall: number, fields: Partial<GatedRun> = {}): GatedRun => ({
  outcome: 'succeeded',
  wall,
  cpuTime: wall,
  cores: 2,
  others: { time: 0, cores: 0 },
  waited: null,
  compared: null,
  ...fields,
})

const busy = (cores: number): Pick<GatedRun, 'others'> => ({ others: { time: 0, cores } })

describe('judgeGate', () => {
  it('fails a run that is slower than one base by more than the limit', () => {
    expect(judgeGate([run(10_000)], run(11_100), 0.1)).toMatchObject({
      result: 'slower',
      sample: 1,
      measures: [{ kind: 'wall', slower: true, change: expect.closeTo(0.11) }, { kind: 'cpu' }],
    })
    expect(judgeGate([run(10_000)], run(10_900), 0.1).result).toBe('passed')
    expect(judgeGate([run(10_000)], run(5000), 0.1).result).toBe('passed')
  })
  it('judges by the upper quartile of many', () => {
    const baseline = [10_000, 10_000, 11_000, 12_000, 12_000].map((wall) => run(wall))
    const report = judgeGate(baseline, run(13_000), 0.1)
    expect(report.measures[0]).toMatchObject({
      baseline: { median: 11_000, high: 12_000 },
      limit: expect.closeTo(13_200),
    })
    expect(report.result).toBe('passed')
    expect(judgeGate(baseline, run(13_300), 0.1).result).toBe('slower')
  })
  it('fails a run that takes more CPU time in the same wall time', () => {
    const report = judgeGate([run(10_000)], run(10_000, { cpuTime: 12_000 }), 0.1)
    expect(report).toMatchObject({
      result: 'slower',
      measures: [{ slower: false }, { kind: 'cpu', slower: true }],
    })
  })
  it('takes the share of other programs out of the wall time, and judges no CPU time of unknown processes', () => {
    // Two busy loops beside a build that keeps both processors busy: half of each is left to it.
    const disturbed = run(20_000, { ...busy(1), cpuTime: 13_000 })
    expect(judgeGate([run(10_000)], disturbed, 0.1)).toMatchObject({
      result: 'passed',
      othersShare: 0.5,
      measures: [{ kind: 'wall', measured: 20_000, judged: 10_000 }],
    })
    expect(judgeGate([run(10_000)], run(30_000, busy(1)), 0.1).result).toBe('slower')
  })
  it('excuses no more than the build waited for a processor', () => {
    const asleep = run(20_000, { ...busy(1.8), waited: 500 })
    expect(judgeGate([run(10_000)], asleep, 0.1)).toMatchObject({
      result: 'slower',
      measures: [{ judged: 19_500 }],
    })
  })
  it('tells a change from neighbours, who slow all processes down', () => {
    // Every process took half as much again: that is the machine. One took more than the others: that is a change.
    const slowed = (cpuTime: number) =>
      run(20_000, { ...busy(1), cpuTime, compared: { cpuRatio: 1.5, cpuTime: 10_000 } })
    expect(judgeGate([run(10_000)], slowed(15_300), 0.1)).toMatchObject({
      result: 'passed',
      measures: [{ kind: 'wall' }, { kind: 'cpu', measured: 15_300, judged: 10_200 }],
    })
    expect(judgeGate([run(10_000)], slowed(18_000), 0.1)).toMatchObject({
      result: 'slower',
      measures: [{ slower: false }, { kind: 'cpu', judged: 12_000, slower: true }],
    })
    // A machine that is faster today excuses nobody, and accuses nobody.
    const faster = run(20_000, { ...busy(1), cpuTime: 10_900, compared: { cpuRatio: 0.5, cpuTime: 10_000 } })
    expect(judgeGate([run(10_000)], faster, 0.1).result).toBe('passed')
    // Unless the baseline is from a busier one: then the run beside it tells, and no other.
    const busier = [16_000, 20_000, 40_000].map((cpuTime) => run(20_000, { ...busy(1.5), cpuTime }))
    const quieter = { ...faster, cpuTime: 12_000, compared: { cpuRatio: 0.5, cpuTime: 20_000 } }
    expect(judgeGate(busier, quieter, 0.1)).toMatchObject({
      result: 'slower',
      measures: [{ slower: false }, { kind: 'cpu', judged: 24_000, baseline: { high: 20_000 } }],
    })
  })
  it('lets a busy baseline tell nothing if there is a quiet one', () => {
    const busyRun = run(30_000, busy(1))
    expect(judgeGate([busyRun, run(10_000)], run(12_000), 0.1)).toMatchObject({ result: 'slower', sample: 1 })
    expect(judgeGate([busyRun], run(12_000), 0.1)).toMatchObject({ result: 'passed', sample: 1 })
  })
  it('judges neither a failed run nor one without a baseline', () => {
    const failed = run(20_000, { outcome: 'failed' })
    expect(judgeGate([run(10_000)], failed, 0.1)).toMatchObject({ result: 'failed', measures: [] })
    expect(judgeGate([failed, run(0, { wall: null })], run(10_000), 0.1)).toMatchObject({
      result: 'no-baseline',
      sample: 0,
    })
  })
  it('does without a sampled machine, without CPU time, and passes what is noise', () => {
    const unknown: Partial<GatedRun> = { others: null, cores: null, cpuTime: null }
    const report = judgeGate([run(10_000, unknown)], run(12_000, unknown), 0.1)
    expect(report).toMatchObject({ result: 'slower', othersShare: null, measures: [{ kind: 'wall' }] })
    expect(judgeGate([run(50)], run(120), 0.1).result).toBe('passed')
  })
})
