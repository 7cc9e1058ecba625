import { MOST_COMPARED } from '../../src/analysis/messages.ts'
import { advicesOf } from '../../src/domain/analysis/advice/advices.ts'
import { boundPath } from '../../src/domain/analysis/path/bound-path.ts'
import { modelOf } from '../../src/domain/analysis/path/model.ts'
import { predictorOf } from '../../src/domain/analysis/path/predict.ts'
import { verdictOf } from '../../src/domain/analysis/verdict/verdict.ts'
import { generatedRun, type GeneratedPlan } from '../support/generated-run.ts'

/** CPU times in milliseconds that the questions about a run take, and megabytes that the whole needed at most. */
export interface AnalysisTimes {
  readonly processes: number
  readonly model: number
  readonly path: number
  readonly present: number
  readonly predict: number
  readonly advice: number
  readonly verdict: number
  readonly memory: number
}

/** A program of its own for each run, so that the memory is that of one. */
const plan = JSON.parse(process.argv[2]!) as GeneratedPlan
const run = generatedRun(plan)
const usualRun =
  2 * plan.processes > MOST_COMPARED ? null : generatedRun({ ...plan, seed: 2, slowdown: 0.8, flags: '-O1' })
const usual = {
  wall: usualRun?.wall ?? run.wall / 2,
  cpuTime: null,
  sample: 5,
  sameBranch: true,
  ids: ['u'],
  median: 'u',
}

const [model, modelTime] = timed(() => modelOf(run))
const [, path] = timed(() => boundPath(model))
const [predictor, present] = timed(() => predictorOf(model))
const [, predict] = timed(() => predictor.predict({ jobs: 16, cores: 16 }).critical())
const [, advice] = timed(() => advicesOf(predictor))
const [, verdict] = timed(() => verdictOf({ run, usual, usualRun, previous: usualRun }))
const times: AnalysisTimes = {
  processes: run.processes.count,
  model: modelTime,
  path,
  present,
  predict,
  advice,
  verdict,
  memory: process.resourceUsage().maxRSS / 1024,
}
process.stdout.write(JSON.stringify(times))

/** In CPU time, which a busy machine changes little. */
function timed<Result>(work: () => Result): [result: Result, milliseconds: number] {
  const began = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(began)
  return [result, (user + system) / 1000]
}
