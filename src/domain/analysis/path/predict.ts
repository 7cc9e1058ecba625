import type { RecordedRun } from '../recorded.ts'
import { boundPath, type BoundPath } from './bound-path.ts'
import { modelOf, type BuildModel } from './model.ts'
import { simulate, type Changes, type Simulated } from './simulate.ts'
import { tasksOf, type Tasks } from './tasks.ts'

/** What would be different in a build. What is left out stays as recorded. */
export interface WhatIf {
  /** Jobs at a time, of each program that runs jobs. */
  readonly jobs?: number
  /** Processors. */
  readonly cores?: number
  /** Rows of processes that do not take place, nor what they start. */
  readonly without?: readonly number[]
  /** Rows of processes that are so many times faster: not their children. */
  readonly faster?: readonly (readonly [row: number, factor: number])[]
  /** Rows of processes that start once so many of their siblings have ended, of those that ended first. */
  readonly freed?: readonly (readonly [row: number, needs: number])[]
}

/** How long a build would take. Milliseconds. */
export interface Prediction {
  /** The measured wall time, changed by as much as the simulated one changes. */
  readonly wall: number
  /** The wall time of the build as it was recorded, simulated. */
  readonly present: number
  /** By how much that is off: the simulated ÷ the measured wall time − 1. */
  readonly error: number
  /** Bytes: the most that the processes at a time have at their peaks. */
  readonly peakMemory: number
  /** The predicted build as if it had been recorded. */
  readonly build: () => RecordedRun
  /** Its critical path. */
  readonly critical: () => BoundPath
}

/** Predicts how long a build would take if something was different. */
export interface Predictor {
  readonly model: BuildModel
  /** The build as it was recorded, simulated. */
  readonly present: Simulated
  /** O(n log n) for each question. */
  readonly predict: (whatIf: WhatIf) => Prediction
}

/** Makes what predicts a build; the present is simulated once. O(n log n). */
export function predictorOf(model: BuildModel): Predictor {
  const { run, slots } = model
  const tasks = tasksOf(model)
  const cores = run.cores ?? Infinity
  const others = othersOf(model)
  const asRecorded: Changes = { jobs: slots.jobs, cores, others }
  const present = simulate(model, tasks, asRecorded)
  const scale = present.wall > 0 ? run.wall / present.wall : 1
  return { model, present, predict }

  function predict(whatIf: WhatIf): Prediction {
    const changes: Changes = {
      jobs: whatIf.jobs === undefined ? slots.jobs : slots.jobs.map(() => whatIf.jobs!),
      cores: whatIf.cores ?? cores,
      others,
      ...speedsOf(model, whatIf),
    }
    const changed = simulate(model, freed(tasks, whatIf.freed), changes)
    // Graham's anomalies: with more slots or less work, jobs in a fixed order can take longer. Nobody has to change it then.
    const isKept = changed.wall > present.wall && isEasier(whatIf, changes)
    const best = isKept ? present : changed
    const { jobs, ...rest } = isKept ? asRecorded : changes
    const build = () => asRun(run, best, rest, scale)
    return {
      wall: best.wall * scale,
      present: present.wall,
      error: run.wall > 0 ? present.wall / run.wall - 1 : 0,
      peakMemory: best.peakMemory,
      build,
      critical: () => {
        const limits = new Map(model.servers.servers.map(({ row }, i) => [row, jobs[i]!]))
        return boundPath(modelOf(build(), limits))
      },
    }
  }

  function isEasier({ faster = [] }: WhatIf, changes: Changes): boolean {
    const hasAsMuch = changes.cores >= cores && changes.jobs.every((limit, i) => limit >= slots.jobs[i]!)
    return hasAsMuch && faster.every(([, factor]) => factor >= 1)
  }
}

/**
 * How many processors other programs wanted, on average: what they used, and as much more as the build wanted more than
 * it got, since both are treated alike.
 */
function othersOf({ run: { machine }, shares, tree }: BuildModel): number {
  let used = 0
  let time = 0
  for (const { busy, build, interval } of machine ?? []) {
    used += Math.max(0, busy - build)
    time += interval
  }
  let computed = 0
  let waited = 0
  for (let row = 0; row < tree.count; row++) {
    computed += shares.cpu[row]!
    waited += shares.runQueue[row]!
  }
  return time > 0 && computed > 0 ? (used / time) * (1 + waited / computed) : 0
}

function freed(tasks: Tasks, rows: WhatIf['freed'] = []): Tasks {
  if (rows.length === 0) return tasks
  const needs = tasks.needs.slice()
  for (const [row, count] of rows) needs[row] = Math.min(needs[row]!, count)
  return { ...tasks, needs }
}

function speedsOf({ tree: { count } }: BuildModel, { without = [], faster = [] }: WhatIf) {
  if (without.length === 0 && faster.length === 0) return {}
  const speed = new Float64Array(count + 1).fill(1)
  for (const [row, factor] of faster) speed[row]! *= factor
  for (const row of without) speed[row] = Infinity
  return { speed }
}

function asRun(
  run: RecordedRun,
  { wall, start, end, runQueue }: Simulated,
  { cores, speed }: Pick<Changes, 'cores' | 'speed'>,
  scale: number,
): RecordedRun {
  const { processes, waits } = run
  const { count } = processes
  const scaled = (column: Float64Array) => column.map((time) => time * scale)
  const none = new Int32Array(count)
  return {
    ...run,
    wall: wall * scale,
    cores: Number.isFinite(cores) ? cores : null,
    processes: {
      ...processes,
      start: scaled(start),
      end: scaled(end),
      cpuTime: Float64Array.from(
        { length: count },
        (_, row) => (processes.cpuTime[row]! * scale) / (speed?.[row] ?? 1),
      ),
    },
    waits: {
      disk: none,
      stdin: none,
      stdout: none,
      stderr: none,
      ...waits,
      runQueue: scaled(runQueue),
    },
    machine: null,
  }
}
