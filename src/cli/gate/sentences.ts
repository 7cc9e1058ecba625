import type { GateMeasure, GateReport, GateResult } from '../../domain/analysis/gate/model.ts'
import { formatChange } from '../../domain/analysis/words.ts'
import { counted, duration, percent } from '../terminal/format.ts'
import type { Judgement } from './judge.ts'

/** A share of other programs below this is not worth a sentence. */
const LEAST_SHARE = 0.02

const builds = (sample: number): string =>
  sample === 1 ? 'the base' : `${counted(sample, 'build', 'builds')}`

const RESULTS: Readonly<Record<GateResult, (report: GateReport) => string>> = {
  passed: ({ sample }) => `passed: not slower than ${builds(sample)} by more than the limit`,
  slower: ({ sample }) => `slower than ${builds(sample)} by more than the limit`,
  failed: () => 'not judged: the build did not succeed',
  'no-baseline': () => 'not judged: there is no successful build of this command to compare with',
}

/** What came of a gate, without a full stop. */
export const resultOf = (report: GateReport): string => RESULTS[report.result](report)

export const nameOf = ({ kind }: GateMeasure): string => (kind === 'wall' ? 'wall time' : 'CPU time')

/** The change of a measure, from the upper quartile of the baseline. */
export const changeOf = ({ baseline, judged }: GateMeasure): string =>
  baseline.high > 0 ? formatChange(baseline.high, judged) : ''

/** `wall time 13.30 s is +10.8% from 12.00 s; up to 13.20 s passes`. */
export const measureOf = (measure: GateMeasure): string =>
  `${nameOf(measure)} ${duration(measure.judged)} is ${changeOf(measure)} from ${duration(measure.baseline.high)}; ` +
  `up to ${duration(measure.limit)} passes`

/** What other programs had to do with it; nothing if that was little. */
export function othersOf({ report: { othersShare, measures } }: Judgement): string[] {
  const wall = measures.find(({ kind }) => kind === 'wall')
  const cpu = measures.find(({ kind }) => kind === 'cpu')
  if (!wall || othersShare === null || othersShare < LEAST_SHARE) return []
  return [
    `Other programs took ${percent(othersShare)} of the machine: the wall time was ${duration(wall.measured)}, and is judged as ` +
      `${duration(wall.judged)}.`,
    ...(cpu && cpu.judged < cpu.measured
      ? [
          `They slowed the processors down: the CPU time was ${duration(cpu.measured)}, and is judged as ${duration(cpu.judged)}.`,
        ]
      : []),
  ]
}
