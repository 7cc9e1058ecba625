import { sumByKind, type BoundKind, type BoundStep, type Release } from './bound-step.ts'
import type { BuildModel } from './model.ts'
import { ownTimeOf } from './own-time-steps.ts'

/** The chain that decided the wall time. */
export interface BoundPath {
  /** By ascending time, without overlap, covering all of the wall time. */
  readonly steps: readonly BoundStep[]
  /** Milliseconds by kind; their sum is the wall time. */
  readonly kinds: Readonly<Record<BoundKind, number>>
  /** False if waits or files were not recorded. Then a part of it is an estimate. */
  readonly complete: boolean
}

/**
 * The critical path, found by walking back from the end. Of the children of the process at hand, the one that ended
 * last released what came after; the time between belongs to the process itself. At the start of a process the path
 * goes on with what it had waited for: the job whose slot it took, else what its parent did before. A reader of a pipe
 * that computes less than its writer waited for the writer. O(n log n).
 */
export function boundPath(model: BuildModel): BoundPath {
  const { run, tree, shares, slots, files } = model
  const { count, start, end, parent, first, byEnd } = tree
  const steps: BoundStep[] = []
  const ownTime = ownTimeOf(model, (step) => void (step.to > step.from && steps.push(step)))
  /** By row: the place after the children that may still be met. They are met by descending end. */
  const next = first.slice(1)
  let at = run.wall
  let here = count
  let release: Release = 'end'
  /** The current process had the slot that the next one waited for. */
  let isSlot = false
  for (;;) {
    const writer = here < count && end[here] === at ? model.writer[here]! : -1
    if (writer >= 0 && shares.cpu[here]! < shares.cpu[writer]!) {
      ownTime({ row: here, from: end[writer]!, to: at, release }, isSlot)
      go(writer, 'pipe')
      continue
    }
    const child = lastEnded(here)
    if (child >= 0) {
      ownTime({ row: here, from: end[child]!, to: at, release }, false)
      go(child, release)
      continue
    }
    ownTime({ row: here, from: start[here]!, to: at, release }, isSlot)
    if (here === count) break
    at = start[here]!
    leave(here)
  }
  steps.reverse()
  return { steps, kinds: sumByKind(steps), complete: run.waits !== null && run.files !== null }

  function go(row: number, by: Release): void {
    here = row
    at = end[row]!
    release = by
  }

  /** The child that ended last until now, or −1. */
  function lastEnded(row: number): number {
    while (next[row]! > first[row]!) {
      const child = byEnd[--next[row]!]!
      if (end[child]! <= at && end[child]! > start[child]!) return child
    }
    return -1
  }

  /** Continues from the start of a process with its wait. */
  function leave(row: number): void {
    const program = parent[row]!
    const isJob = program < count && model.servers.serverOf[program]! >= 0
    const by = isJob ? slots.by[row]! : -1
    isSlot = isJob && slots.waited[row] === 1 ? true : isJob ? false : isSlot
    if (isSlot && by >= 0 && isJob) {
      ownTime({ row: program, from: end[by]!, to: at, release: 'slot' }, false)
      return go(by, 'slot')
    }
    here = program
    release = by >= 0 && needs(row, by) ? 'file' : 'order'
  }

  function needs(row: number, other: number): boolean {
    return files.needs.subarray(files.first[row], files.first[row + 1]).includes(other)
  }
}
