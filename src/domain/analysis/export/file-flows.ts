import { rowsByStart } from '../order.ts'
import { usesOf } from '../path/file-uses.ts'
import type { ExportedRun } from './exported-run.ts'

/** A process read files that another had written before it began. */
export interface FileFlow {
  /** Rows of the two processes. */
  readonly producer: number
  readonly consumer: number
  /** Indices into the names of the run's files. */
  readonly files: readonly number[]
}

/**
 * Finds which process read what which other had written, by the last writer of each file; none without recorded files.
 * In the order of the consumers' starts. O(n log n + uses).
 */
export function fileFlowsOf({ processes, files }: Pick<ExportedRun, 'processes' | 'files'>): FileFlow[] {
  if (!files) return []
  const { start, end } = processes
  const maker = new Int32Array(files.names.length).fill(-1)
  const flows: FileFlow[] = []
  for (const row of rowsByStart(processes)) {
    const found = new Map<number, number[]>()
    for (const { file, isInput, isOutput } of usesOf(files, row)) {
      const made = maker[file]!
      if (isInput && made >= 0 && end[made]! <= start[row]!) {
        const known = found.get(made)
        if (known) known.push(file)
        else found.set(made, [file])
      }
      if (isOutput) maker[file] = row
    }
    for (const [producer, read] of found) flows.push({ producer, consumer: row, files: read })
  }
  return flows
}
