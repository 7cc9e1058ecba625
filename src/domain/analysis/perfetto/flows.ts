import { cutText } from '../cut-text.ts'
import { textOf } from '../processes.ts'
import type { ExportedRun } from '../export/exported-run.ts'
import { fileFlowsOf } from '../export/file-flows.ts'

/** Arrows of a trace at most: viewers keep all of them in memory. */
const MOST_FLOWS = 200_000

/** Files that an arrow names. */
const NAMED_FILES = 8
const MOST_CHARACTERS = 200

/** The arrows between slices, and what they carry, by row. */
export interface Flows {
  readonly of: ReadonlyMap<number, readonly bigint[]>
  /** What a process read of others, a fact for each of them. */
  readonly read: ReadonlyMap<number, readonly (readonly [name: string, value: string])[]>
}

/**
 * Arrows from a process to its children on other tracks, which no nesting shows, and to those that read what it wrote.
 * O(n log n + uses).
 */
export function flowsOf(run: ExportedRun, track: Int32Array): Flows {
  const of = new Map<number, bigint[]>()
  const read = new Map<number, (readonly [string, string])[]>()
  let count = 0
  const add = (from: number, to: number): void => {
    if (count === MOST_FLOWS) return
    const flow = BigInt(++count)
    for (const row of [from, to]) {
      const known = of.get(row)
      if (known) known.push(flow)
      else of.set(row, [flow])
    }
  }
  const { parent, count: rows } = run.processes
  for (let row = 0; row < rows; row++) {
    const above = parent[row]!
    if (above >= 0 && above !== row && track[above] !== track[row]) add(above, row)
  }
  for (const { producer, consumer, files } of fileFlowsOf(run)) {
    add(producer, consumer)
    const name = textOf(run.processes, run.processes.name, producer)
    const fact = [`read of ${name} (${run.processes.pid[producer]!})`, filesText(run, files)] as const
    const known = read.get(consumer)
    if (known) known.push(fact)
    else read.set(consumer, [fact])
  }
  return { of, read }
}

function filesText({ files }: ExportedRun, indices: readonly number[]): string {
  const named = indices.slice(0, NAMED_FILES).map((file) => cutText(files!.names[file]!, MOST_CHARACTERS))
  const more = indices.length - named.length
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
