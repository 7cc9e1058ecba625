import { ownTimes } from '../time/own-time.ts'
import { differingInputs, type InputDifference } from './differing-inputs.ts'
import { stepFilesOf, type StepFiles } from './step-files.ts'
import { stepsOf, type RunToRepeat, type Steps } from './steps.ts'

/** Why a step ran again. */
export type RerunCause =
  /** The run before had made a file that was not there any more. */
  | { readonly kind: 'missing'; readonly file: string; readonly row: number }
  /** Another step of this run wrote one of its inputs. */
  | { readonly kind: 'written'; readonly file: string; readonly row: number; readonly writer: number }
  /** It read other files than before. */
  | ({ readonly kind: 'inputs' } & InputDifference)
  /** The same inputs, and no recorded process wrote one. */
  | {
      readonly kind: 'needless'
      readonly inputs: number
      /** Those that only steps read that ran again: the only ones that somebody may have edited. */
      readonly edited: readonly string[]
    }
  /** Without files of both runs. */
  | { readonly kind: 'unknown' }

/** A step that the run before had done. */
export interface Rerun {
  /** The longest of its processes. */
  readonly row: number
  /** All of them. */
  readonly rows: readonly number[]
  /** Own time of all of them, in milliseconds. */
  readonly own: number
  readonly cause: RerunCause
}

/** A step that takes less, in milliseconds, is no work to save. */
const LEAST_MS = 20

/**
 * The steps of a run that the run before it in the same directory had done with the same command line, and why each ran
 * again as far as the records say; the longest first. None if the directories differ, where all files are others.
 * O(n log n + uses).
 */
export function rerunsOf(base: RunToRepeat, head: RunToRepeat): Rerun[] {
  if (base.workingDir !== head.workingDir) return []
  const [before, now] = [stepsOf(base), stepsOf(head)]
  const same = sameSteps(before, now)
  const causeOf = base.files && head.files ? causes(base, before, head, now, same) : undefined
  const reruns = membersOf(head, now, same).map(({ step, ...rerun }): Rerun => {
    return { ...rerun, cause: causeOf?.(step) ?? { kind: 'unknown' } }
  })
  return reruns.filter(({ own }) => own >= LEAST_MS).sort((a, b) => b.own - a.own || a.row - b.row)
}

/** By step: the same step of the run before. Of several with one command line the first is the first. */
function sameSteps(before: Steps, now: Steps): ReadonlyMap<number, number> {
  const same = new Map<number, number>()
  for (const [key, rows] of now.byKey) {
    const others = before.byKey.get(key) ?? []
    rows.slice(0, others.length).forEach((row, at) => same.set(row, others[at]!))
  }
  return same
}

function membersOf(run: RunToRepeat, { stepOf, starts }: Steps, same: ReadonlyMap<number, number>) {
  const own = ownTimes(run.processes, run.wall)
  const steps = new Map<number, { step: number; row: number; rows: number[]; own: number }>()
  for (const row of starts) {
    const step = stepOf[row]!
    if (!same.has(step)) continue
    const known = steps.get(step)
    if (!known) steps.set(step, { step, row, rows: [row], own: own[row]! })
    else {
      known.rows.push(row)
      known.own += own[row]!
      if (own[row]! > own[known.row]!) known.row = row
    }
  }
  return [...steps.values()]
}

const NO_FILES: StepFiles = { inputs: new Map(), made: new Map() }

function causes(
  base: RunToRepeat,
  before: Steps,
  head: RunToRepeat,
  now: Steps,
  same: ReadonlyMap<number, number>,
): (step: number) => RerunCause {
  const [old, used] = [stepFilesOf(base.files!, before), stepFilesOf(head.files!, now)]
  const { names } = head.files!
  const places = new Map(base.files!.names.map((name, place) => [name, place]))
  const repeated = new Set(same.values())
  /** Files of the run before that a step read that did not run again. */
  const isKept = new Set<string>()
  for (const [step, { inputs }] of old)
    if (!repeated.has(step)) for (const file of inputs.keys()) isKept.add(base.files!.names[file]!)

  return (step) => {
    const { inputs, made } = used.get(step) ?? NO_FILES
    const earlier = old.get(same.get(step)!) ?? NO_FILES
    for (const [file, row] of made) {
      const place = places.get(names[file]!)
      if (place !== undefined && earlier.made.has(place)) return { kind: 'missing', file: names[file]!, row }
    }
    for (const [file, { reader, writer }] of inputs)
      if (writer >= 0) return { kind: 'written', file: names[file]!, row: reader, writer }
    const inputNames = new Set([...inputs.keys()].map((file) => names[file]!))
    const earlierNames = new Set([...earlier.inputs.keys()].map((file) => base.files!.names[file]!))
    const difference = differingInputs(earlierNames, inputNames)
    if (difference) return { kind: 'inputs', ...difference }
    const edited = [...inputNames].filter((name) => !isKept.has(name) && !isOfSystem(name))
    return { kind: 'needless', inputs: inputNames.size, edited }
  }
}

/** Nobody edits these between two builds. */
const isOfSystem = (name: string): boolean => /^\/(?:usr|lib\w*|s?bin|etc|opt|nix)\//.test(name)
