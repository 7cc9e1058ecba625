import { normaliseCommandLine } from './command-line.ts'
import { isDevice, WRITES } from '../files/ways.ts'
import type { Compared } from './groups.ts'

/** Of a process that writes thousands of files, such as `tar`, the first ones are enough to recognise it. */
const MOST_OUTPUTS = 50

/**
 * The files that a process wrote, normalised and sorted, one a line; '' if it wrote none or files were not recorded.
 * O(files of the process).
 */
export function outputsOf({ files, workingDir }: Compared, row: number): string {
  if (!files) return ''
  const names: string[] = []
  for (let at = files.first[row]!; at < files.first[row + 1]! && names.length < MOST_OUTPUTS; at++) {
    const name = files.names[files.file[at]!]!
    if (files.access[at]! & WRITES && !isDevice(name)) names.push(normaliseCommandLine(name, workingDir))
  }
  return names.sort().join('\n')
}
