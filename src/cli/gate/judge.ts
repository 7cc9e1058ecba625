import { countedRuns, judgeGate } from '../../domain/analysis/gate/gate.ts'
import type { GateReport } from '../../domain/analysis/gate/model.ts'
import { isDisturbed } from '../../domain/analysis/gate/others-share.ts'
import type { Connection, GraphSource } from '../daemon/client.ts'
import { readComparison, type Comparison, type Pair } from '../daemon/comparison.ts'
import { withRun, withRuns } from '../daemon/with-runs.ts'
import { readCauses, type GateCause } from './causes.ts'
import { readBaseline, type BaselineBuild } from './baseline.ts'
import { readGatedBuild, readJudgedBuild, type GatedBuild } from './gated-build.ts'

/** What a gate said of a run, and what changed since the baseline. */
export interface Judgement {
  readonly report: GateReport
  readonly head: GatedBuild
  /** How much slower is allowed: 0.1 is a tenth. */
  readonly limit: number
  /** With a run of the baseline; null if there is none. */
  readonly comparison: Comparison | null
  /** What made it slower, if it is. */
  readonly causes: readonly GateCause[]
}

/** Judges a run by another. @throws CliFailure if one of them does not exist */
export async function judgePair(source: GraphSource, pair: Pair, limit: number): Promise<Judgement> {
  const base = await readGatedBuild(source, pair.base)
  const head = await readJudgedBuild(source, pair.head)
  return judgeWith(source, pair, { baseline: [base], beside: base, head, limit })
}

/**
 * Judges a run by the records of a directory.
 * @param text names the run, as `withRuns` takes it
 * @throws CliFailure if there is no such run, or the directory cannot be listed
 */
export async function judgeByDirectory(
  connect: () => Connection,
  text: string,
  directory: string,
  limit: number,
): Promise<Judgement> {
  const head = await withRun(connect, text, readJudgedBuild)
  const baseline = await readBaseline(directory, head)
  const beside = representativeOf(baseline)
  if (!beside) return { report: judgeGate(baseline, head, limit), head, limit, comparison: null, causes: [] }
  return withRuns(connect, [beside.file, text], (source, [base, id]) =>
    judgeWith(source, { base: base!, head: id! }, { baseline, beside, head, limit }),
  )
}

/** A run, its baseline, and how much slower is allowed. */
interface Case {
  readonly baseline: readonly GatedBuild[]
  /** The one of them that the run is compared with, process by process. */
  readonly beside: GatedBuild
  readonly head: GatedBuild
  readonly limit: number
}

/** Judges a run that a source can compare with one of its baseline. */
async function judgeWith(
  source: GraphSource,
  pair: Pair,
  { baseline, beside, head, limit }: Case,
): Promise<Judgement> {
  const comparison = await readComparison(source, pair)
  const { cpuRatio } = comparison
  const compared = cpuRatio === null || beside.cpuTime === null ? null : { cpuRatio, cpuTime: beside.cpuTime }
  const report = judgeGate(baseline, { ...head, compared }, limit)
  return { report, head, limit, comparison, causes: await readCauses(source, pair, report) }
}

/**
 * The build that a run is compared with, process by process: of those that count, the one with the middle wall time. If all were
 * disturbed, the one with the least CPU time, because its neighbours did the least to it.
 */
function representativeOf(baseline: readonly BaselineBuild[]): BaselineBuild | undefined {
  const counted = countedRuns(baseline)
  const cpuTime = ({ cpuTime: time }: BaselineBuild) => time ?? Infinity
  if (counted.every(isDisturbed)) return counted.toSorted((a, b) => cpuTime(a) - cpuTime(b))[0]
  return counted.toSorted((a, b) => a.wall! - b.wall!)[counted.length >>> 1]
}
