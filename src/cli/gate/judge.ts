import { countedRuns, judgeGate } from '../../domain/analysis/gate/gate.ts'
import type { GateReport } from '../../domain/analysis/gate/model.ts'
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
  /** With the run of the baseline whose wall time is in the middle; null if there is none. */
  readonly comparison: Comparison | null
  /** What made it slower, if it is. */
  readonly causes: readonly GateCause[]
}

/** Judges a run by another. @throws CliFailure if one of them does not exist */
export async function judgePair(source: GraphSource, pair: Pair, limit: number): Promise<Judgement> {
  const base = await readGatedBuild(source, pair.base)
  const head = await readJudgedBuild(source, pair.head)
  return judgeWith(source, pair, { baseline: [base], head, limit })
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
  const middle = middleOf(baseline)
  if (!middle) return { report: judgeGate(baseline, head, limit), head, limit, comparison: null, causes: [] }
  return withRuns(connect, [middle.file, text], (source, [base, id]) =>
    judgeWith(source, { base: base!, head: id! }, { baseline, head, limit }),
  )
}

/** A run, its baseline, and how much slower is allowed. */
interface Case {
  readonly baseline: readonly GatedBuild[]
  readonly head: GatedBuild
  readonly limit: number
}

/** Judges a run that a source can compare with one of its baseline. */
async function judgeWith(
  source: GraphSource,
  pair: Pair,
  { baseline, head, limit }: Case,
): Promise<Judgement> {
  const comparison = await readComparison(source, pair)
  const report = judgeGate(baseline, { ...head, cpuRatio: comparison.cpuRatio }, limit)
  return { report, head, limit, comparison, causes: await readCauses(source, pair, report) }
}

/** Of the builds that count, the one with the middle wall time. */
function middleOf(baseline: readonly BaselineBuild[]): BaselineBuild | undefined {
  const counted = countedRuns(baseline).toSorted((a, b) => a.wall! - b.wall!)
  return counted[counted.length >>> 1]
}
