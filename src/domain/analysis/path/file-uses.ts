import { isDevice, WRITES } from '../files/ways.ts'
import { ACCESS, type FileUses } from '../recorded.ts'

/** What a process did with a file. */
export interface FileUse {
  /** Index into the names. */
  readonly file: number
  readonly isInput: boolean
  readonly isOutput: boolean
  /** Nothing had its name before. */
  readonly isCreated: boolean
  readonly isRemoved: boolean
}

/** The files that a process read or executed, wrote or made, or removed; devices left out. O(its uses). */
export function* usesOf({ names, first, file, access }: FileUses, row: number): Generator<FileUse, void> {
  for (let i = first[row]!; i < first[row + 1]!; i++) {
    const how = access[i]!
    const use = {
      file: file[i]!,
      isInput: (how & (ACCESS.READ | ACCESS.EXECUTED)) !== 0,
      isOutput: (how & WRITES) !== 0,
      isCreated: (how & ACCESS.CREATED) !== 0,
      isRemoved: (how & ACCESS.REMOVED) !== 0,
    }
    if ((use.isInput || use.isOutput || use.isRemoved) && !isDevice(names[file[i]!]!)) yield use
  }
}
