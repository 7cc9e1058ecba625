import { usesOf } from '../path/file-uses.ts'
import { ACCESS, type FileUses } from '../recorded.ts'
import type { Steps } from './steps.ts'

/** An input of a step. */
export interface StepInput {
  /** The process of the step that read it first. */
  readonly reader: number
  /** A process of another step that wrote it before in the same run, or −1. */
  readonly writer: number
}

/** The files of a step that outlive it. By place in the names of the run. */
export interface StepFiles {
  readonly inputs: Map<number, StepInput>
  /** Files that it made although nothing had this name. */
  readonly made: Map<number, number>
}

/**
 * The inputs of each step, and the outputs that were not there before it; by the row of the step. What a step writes first
 * is no input of it. Files that the run removed are temporary. O(uses).
 */
export function stepFilesOf(files: FileUses, { stepOf, starts }: Steps): ReadonlyMap<number, StepFiles> {
  const isTemporary = new Uint8Array(files.names.length)
  for (let use = 0; use < files.file.length; use++)
    if (files.access[use]! & ACCESS.REMOVED) isTemporary[files.file[use]!] = 1
  const writer = new Int32Array(files.names.length).fill(-1)
  const all = new Map<number, StepFiles>()
  for (const row of starts) {
    const step = stepOf[row]!
    let found = all.get(step)
    if (!found) all.set(step, (found = { inputs: new Map(), made: new Map() }))
    for (const { file, isInput, isOutput, isCreated } of usesOf(files, row)) {
      const wrote = writer[file]!
      const isOwn = wrote >= 0 && stepOf[wrote] === step
      if (isInput && !isOutput && !isOwn && !isTemporary[file] && !found.inputs.has(file))
        found.inputs.set(file, { reader: row, writer: wrote })
      if (!isOutput) continue
      if (isCreated && !isTemporary[file]) found.made.set(file, row)
      writer[file] = row
    }
  }
  all.delete(-1)
  return all
}
