import { quartilesOf } from '../trends/quartiles.ts'
import type { GatedRun, GateMeasure, GateReport } from './model.ts'
import { isDisturbed, othersShareOf, undisturbedWall } from './others-share.ts'

/** A smaller difference is noise of the clock and of starting processes, milliseconds. */
const LEAST_DIFFERENCE = 100

/**
 * Judges whether a run is slower than its baseline. Wall and CPU time are judged, each against the upper quartile of the baseline,
 * which is the run itself if there is only one: a time is slower if it is above that by more than the limit, and by a tenth of a second.
 * The wall time is judged without the share of other programs. The CPU time is judged only on a quiet machine, because
 * neighbours slow processors down. Only runs of the baseline that succeeded count, and of those the undisturbed ones, if
 * there are any. O(n log n) for n runs.
 * @param limit how much slower is allowed: 0.1 is a tenth
 */
export function judgeGate(baseline: readonly GatedRun[], run: GatedRun, limit: number): GateReport {
  const succeeded = baseline.filter(({ outcome, wall }) => outcome === 'succeeded' && wall !== null)
  const quiet = succeeded.filter((each) => !isDisturbed(each))
  const counted = quiet.length > 0 ? quiet : succeeded
  const report = { sample: counted.length, othersShare: othersShareOf(run), measures: [] }
  if (run.outcome !== 'succeeded' || run.wall === null) return { ...report, result: 'failed' }
  if (counted.length === 0) return { ...report, result: 'no-baseline' }
  const measures = [
    measure('wall', run.wall, undisturbedWall(run), walls(counted), limit),
    isDisturbed(run) ? null : measure('cpu', run.cpuTime, run.cpuTime, cpuTimes(counted), limit),
  ].filter((each) => each !== null)
  return { ...report, result: measures.some(({ slower }) => slower) ? 'slower' : 'passed', measures }
}

const walls = (runs: readonly GatedRun[]) => runs.map(({ wall }) => wall)
const cpuTimes = (runs: readonly GatedRun[]) => runs.map(({ cpuTime }) => cpuTime)

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
