import { quartilesOf } from '../trends/quartiles.ts'
import type { GatedRun, GateMeasure, GateReport } from './model.ts'
import { isDisturbed, othersShareOf, undisturbedWall } from './others-share.ts'

/** A smaller difference is noise of the clock and of starting processes, milliseconds. */
const LEAST_DIFFERENCE = 100

/**
 * Judges whether a run is slower than its baseline. Wall and CPU time are judged, each against the upper quartile of the baseline,
 * which is the run itself if there is only one: a time is slower if it is above that by more than the limit, and by a tenth of a second.
 * Both are judged without what other programs did to them. Of the baseline, `countedRuns` count. O(n log n) for n runs.
 * @param limit how much slower is allowed: 0.1 is a tenth
 */
export function judgeGate(baseline: readonly GatedRun[], run: GatedRun, limit: number): GateReport {
  const counted = countedRuns(baseline)
  const report = { sample: counted.length, othersShare: othersShareOf(run), measures: [] }
  if (run.outcome !== 'succeeded' || run.wall === null) return { ...report, result: 'failed' }
  if (counted.length === 0) return { ...report, result: 'no-baseline' }
  const measures = [
    measure('wall', run.wall, undisturbedWall(run), walls(counted), limit),
    cpuMeasure(counted, run, limit),
  ].filter((each) => each !== null)
  return { ...report, result: measures.some(({ slower }) => slower) ? 'slower' : 'passed', measures }
}

/** The runs of a baseline that count: those that succeeded, and of those the undisturbed ones, if there are any. */
export function countedRuns<Run extends GatedRun>(baseline: readonly Run[]): readonly Run[] {
  const succeeded = baseline.filter(({ outcome, wall }) => outcome === 'succeeded' && wall !== null)
  const quiet = succeeded.filter((each) => !isDisturbed(each))
  return quiet.length > 0 ? quiet : succeeded
}

const walls = (runs: readonly GatedRun[]) => runs.map(({ wall }) => wall)
const cpuTimes = (runs: readonly GatedRun[]) => runs.map(({ cpuTime }) => cpuTime)

/**
 * Judges the CPU time. Neighbours take caches and the other threads of the cores, so that the same work takes more time. On a disturbed
 * machine, a run took as many times too much as its processes took more than the same ones of the baseline; if only some of them took
 * more, that is a change. If all of the baseline was disturbed, its runs differ by their neighbours, so only the one that was compared
 * process by process tells. Null if nothing tells.
 */
function cpuMeasure(baseline: readonly GatedRun[], run: GatedRun, limit: number): GateMeasure | null {
  const { cpuTime, compared } = run
  const isBaselineDisturbed = baseline.every(isDisturbed)
  if (!isDisturbed(run) && !isBaselineDisturbed)
    return measure('cpu', cpuTime, cpuTime, cpuTimes(baseline), limit)
  if (cpuTime === null || !compared) return null
  if (isBaselineDisturbed)
    return measure('cpu', cpuTime, cpuTime / compared.cpuRatio, [compared.cpuTime], limit)
  return measure('cpu', cpuTime, cpuTime / Math.max(1, compared.cpuRatio), cpuTimes(baseline), limit)
}

/** Null if one of the sides is not known. */
function measure(
  kind: GateMeasure['kind'],
  measured: number | null,
  judged: number | null,
  of: readonly (number | null)[],
  limit: number,
): GateMeasure | null {
  const baseline = quartilesOf(of.filter((value) => value !== null))
  if (measured === null || judged === null || !baseline) return null
  const most = Math.max(baseline.high * (1 + limit), baseline.high + LEAST_DIFFERENCE)
  return {
    kind,
    measured,
    judged,
    baseline,
    limit: most,
    change: baseline.high > 0 ? judged / baseline.high - 1 : 0,
    slower: judged > most,
  }
}
