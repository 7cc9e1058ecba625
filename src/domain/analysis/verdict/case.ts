import { compareGrouped, type Comparison } from '../compare/compare.ts'
import { grouped, type GroupedRun } from '../compare/groups.ts'
import { boundPath, type BoundPath } from '../path/bound-path.ts'
import { modelOf, type BuildModel } from '../path/model.ts'
import { cpuTimeOf } from '../processes.ts'
import type { RecordedRun } from '../recorded.ts'
import { sumWork, type Work } from '../time/concurrency.ts'
import { othersOf, type Others } from '../time/others.ts'
import type { Usual } from '../trends/usual.ts'

/** A recorded run with its directory. */
export interface PlacedRun extends RecordedRun {
  readonly workingDir: string
}

/** The input of a verdict. */
export interface Case {
  readonly run: PlacedRun
  /** Null for the first of its kind. */
  readonly usual: Usual | null
  /** The run of `usual.median`; null also if it is too large to be compared. */
  readonly usualRun: PlacedRun | null
  /** The run before it of the same command and directory, if it succeeded and ended shortly before; else null. */
  readonly previous: PlacedRun | null
}

/** A run with the values that all causes share. Times in milliseconds. */
export interface Measures {
  readonly run: PlacedRun
  readonly model: BuildModel
  readonly path: BoundPath
  readonly work: Work
  /** CPU time of all processes. */
  readonly cpuTime: number
  /** The use by other programs; null if nobody sampled the machine. */
  readonly others: Others | null
}

/** A case with all measures. */
export interface CaseFacts extends Measures {
  readonly usual: Usual | null
  readonly usualMeasures: Measures | null
  readonly comparison: Comparison | null
  readonly previous: PlacedRun | null
  /** The groups of a run, which several causes compare. */
  readonly groupedOf: (run: PlacedRun) => GroupedRun
}

/** Measures a case. O(n log n). */
export function factsOf({ run, usual, usualRun, previous }: Case): CaseFacts {
  const groupedOf = groupedOnce()
  const comparison = usualRun && compareGrouped(groupedOf(usualRun), groupedOf(run))
  const usualMeasures = usualRun && measure(usualRun)
  return { ...measure(run), usual, usualMeasures, comparison, previous, groupedOf }
}

function measure(run: PlacedRun): Measures {
  const model = modelOf(run)
  return {
    run,
    model,
    path: boundPath(model),
    work: sumWork(run.processes, run.wall),
    cpuTime: cpuTimeOf(run.processes),
    others: othersOf(run.machine),
  }
}

/** Groups each run once: the usual run is often the one before, too. */
function groupedOnce(): CaseFacts['groupedOf'] {
  const known = new Map<PlacedRun['processes'], GroupedRun>()
  return ({ processes, wall, workingDir, files }) => {
    let run = known.get(processes)
    if (!run) known.set(processes, (run = grouped({ processes, until: wall, workingDir, files })))
    return run
  }
}
