import { advicesOf } from '../domain/analysis/advice/advices.ts'
import { boundPath, type BoundPath } from '../domain/analysis/path/bound-path.ts'
import { BOUND_KINDS } from '../domain/analysis/path/bound-step.ts'
import { longestSteps } from '../domain/analysis/path/critical-path.ts'
import { modelOf } from '../domain/analysis/path/model.ts'
import { predictorOf, type Predictor } from '../domain/analysis/path/predict.ts'
import { highestLimit } from '../domain/analysis/path/slots.ts'
import { selectProcesses } from '../domain/analysis/path/select-processes.ts'
import type { RunToRepeat } from '../domain/analysis/rerun/steps.ts'
import { BadInput, NotFound } from '../errors.ts'
import {
  MOST_STEPS,
  PREDICTED_PARTS,
  type AskedChanges,
  type BoundPathReport,
  type PredictionReport,
  type ReportedAdvice,
  type TimedProcess,
} from './messages.ts'
import type { KeptRun } from './read-recorded-run.ts'
import { seriesOf } from './report.ts'
import { namer } from './timed-process.ts'

/** Processes that one prediction may change; a pattern may mean more than was thought. */
const MOST_CHANGED = 100_000

/** Runs with their predictors, because several questions come for the same run. */
const known = new WeakMap<KeptRun['processes'], Predictor>()

function predictorFor(run: KeptRun): Predictor {
  const before = known.get(run.processes)
  if (before?.model.run.wall === run.wall) return before
  const predictor = predictorOf(modelOf(run))
  known.set(run.processes, predictor)
  return predictor
}

/**
 * Predicts a build with changes.
 * @throws NotFound if a text means no process; BadInput if they mean too many
 */
export function predictionOf(run: KeptRun, changes: AskedChanges): PredictionReport {
  const { predict, model } = predictorFor(run)
  const without: number[] = []
  const faster: [row: number, factor: number][] = []
  const check = () => {
    if (without.length + faster.length > MOST_CHANGED)
      throw new BadInput(`Those are more than ${MOST_CHANGED} processes. Name fewer.`)
  }
  for (const text of changes.without) {
    for (const row of selected(run, text)) without.push(row)
    check()
  }
  for (const { process, factor } of changes.faster) {
    for (const row of selected(run, process)) faster.push([row, factor])
    check()
  }
  const { jobs, cores } = changes
  const { wall, present, error, peakMemory, build, critical } = predict({
    without,
    faster,
    ...(jobs !== null && { jobs }),
    ...(cores !== null && { cores }),
  })
  return {
    wall,
    present,
    error,
    measured: run.wall,
    peakMemory,
    recordedJobs: highestLimit(model.slots) || null,
    changed: new Set([...without, ...faster.map(([row]) => row)]).size,
    path: pathReport(critical(), namerOf(run, model)),
    concurrency: seriesOf(build(), 'concurrency', PREDICTED_PARTS),
  }
}

function selected(run: KeptRun, text: string): number[] {
  const rows = selectProcesses(run.processes, text)
  if (rows.length === 0) throw new NotFound(`No process of the run ${NAMES} '${text}'`)
  return rows
}

const NAMES = 'has the pid, the name or a command line like'

/** The critical path of a build, by the kinds of its moments. */
export function boundPathOf(run: KeptRun): BoundPathReport {
  const { model } = predictorFor(run)
  return pathReport(boundPath(model), namerOf(run, model))
}

/** Advice to make a build faster. @param previous the run before it, if it is close enough to be repeated */
export function adviceOf(run: KeptRun, previous: RunToRepeat | null): readonly ReportedAdvice[] {
  const predictor = predictorFor(run)
  const named = namerOf(run, predictor.model)
  return advicesOf(predictor, previous).map(({ rows, ...advice }) => ({
    ...advice,
    processes: rows.map(named),
  }))
}

const namerOf = (run: KeptRun, { shares }: Predictor['model']) => namer(run.processes, shares.own, run.wall)

const pathReport = (
  { steps, kinds, complete }: BoundPath,
  named: (row: number) => TimedProcess,
): BoundPathReport => ({
  complete,
  kinds: BOUND_KINDS.map((kind) => ({ kind, time: kinds[kind] })).filter(({ time }) => time > 0),
  steps: longestSteps(steps, MOST_STEPS).map(({ row, from, to, kind, release }) => ({
    from,
    to,
    kind,
    release,
    process: row < 0 ? null : named(row),
  })),
})
