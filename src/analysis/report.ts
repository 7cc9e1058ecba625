import type { RecordedRun } from '../domain/analysis/recorded.ts'
import { analyse } from '../domain/analysis/time/analyse.ts'
import {
  compareRuns,
  differenceIn,
  type Change,
  type ChangeOrder,
  type Comparison,
} from '../domain/analysis/compare/compare.ts'
import { compareSentences } from '../domain/analysis/compare/sentences.ts'
import type { Compared } from '../domain/analysis/compare/groups.ts'
import { rerunsOf } from '../domain/analysis/rerun/reruns.ts'
import { rerunSentence } from '../domain/analysis/rerun/sentence.ts'
import type { RunToRepeat } from '../domain/analysis/rerun/steps.ts'
import { leafConcurrency, sampleSteps } from '../domain/analysis/time/concurrency.ts'
import { cpuOverTime, memoryOverTime } from '../domain/analysis/time/counters.ts'
import { longestSteps, sumPath } from '../domain/analysis/path/critical-path.ts'
import { waitingOfRun } from '../domain/analysis/time/waiting.ts'
import type { KeptRun } from './read-recorded-run.ts'
import { namer, short } from './timed-process.ts'
import {
  MOST_CHANGES,
  MOST_RERUNS,
  MOST_STEPS,
  type AskedRun,
  type ChangesQuestion,
  type ComparisonReport,
  type RunReport,
  type SeriesKind,
  type SeriesPart,
} from './messages.ts'

/** Says where the time of a run went, without its columns. */
export function reportOf(run: KeptRun): RunReport {
  const { processes: columns, wall: until } = run
  const analysis = analyse(columns, run)
  const { wall, meanConcurrency, alone, idle, byTool, criticalPath } = analysis
  const named = namer(columns, analysis.own, until)
  return {
    wall,
    meanConcurrency,
    alone,
    idle,
    waiting: waitingOfRun(run),
    byTool,
    findings: analysis.findings.map(({ rows, ...finding }) => ({ ...finding, processes: rows.map(named) })),
    slowest: analysis.slowest.map(named),
    path: {
      ...sumPath(criticalPath),
      steps: longestSteps(criticalPath, MOST_STEPS).map(({ row, from, to, gap }) => ({
        from,
        to,
        gap,
        process: row < 0 ? null : named(row),
      })),
    },
  }
}

/** A quantity over the time of a run, in equal parts. */
export function seriesOf(
  { processes, wall }: Pick<RecordedRun, 'processes' | 'wall'>,
  of: SeriesKind,
  parts: number,
): readonly SeriesPart[] {
  const quantity = { concurrency: leafConcurrency, cpu: cpuOverTime, memory: memoryOverTime }[of]
  const mean = new Float32Array(parts)
  const peak = new Float32Array(parts)
  sampleSteps(quantity(processes, wall), 0, wall, mean, peak)
  return Array.from(mean, (value, i) => ({ mean: value, peak: peak[i]! }))
}

/** Compares two runs, each beside what the question says of it. */
export function compared(base: readonly [KeptRun, AskedRun], head: readonly [KeptRun, AskedRun]): Comparison {
  const side = ([{ processes, wall, files }, { workingDir }]: readonly [KeptRun, AskedRun]): Compared => ({
    processes,
    until: wall,
    workingDir,
    files,
  })
  return compareRuns(side(base), side(head))
}

/** A comparison without its single changes. */
export const comparisonOf = (
  base: readonly [KeptRun, AskedRun],
  head: readonly [KeptRun, AskedRun],
  comparison: Comparison,
): ComparisonReport => ({
  sentences: compareSentences(base[0], head[0], comparison),
  changed: comparison.changes.length,
  totals: comparison.totals,
  unchanged: comparison.unchanged,
  byTool: comparison.byTool,
  reruns: rerunsReportOf(placed(base), placed(head)),
  cpuRatio: comparison.cpuRatio,
})

const placed = ([run, { workingDir }]: readonly [KeptRun, AskedRun]): RunToRepeat => ({ ...run, workingDir })

/** Why steps of a run ran again after another run in the same directory. */
export function rerunsReportOf(base: RunToRepeat, head: RunToRepeat): ComparisonReport['reruns'] {
  const reruns = rerunsOf(base, head).slice(0, MOST_RERUNS)
  return reruns.map((rerun) => ({
    kind: rerun.cause.kind,
    text: rerunSentence(head.processes, rerun),
    own: rerun.own,
    row: rerun.row,
  }))
}

/** They come by own time. */
const ordered = (changes: readonly Change[], order: ChangeOrder): readonly Change[] =>
  order === 'own'
    ? changes
    : changes.toSorted((a, b) => Math.abs(differenceIn(b, order)) - Math.abs(differenceIn(a, order)))

/** A part of the changes, the largest difference first. */
export const changesOf = (
  { changes }: Comparison,
  { of, order, offset, first }: ChangesQuestion,
): readonly Change[] =>
  ordered(of ? changes.filter(({ kind }) => kind === of) : changes, order)
    .slice(offset, offset + Math.min(first, MOST_CHANGES))
    .map((change) => ({
      ...change,
      name: short(change.name),
      commandLine: short(change.commandLine),
      directory: short(change.directory),
      difference: short(change.difference),
    }))
