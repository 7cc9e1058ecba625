import { closeSync, openSync } from 'node:fs'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'
import { printBytes, printText } from '../terminal/output.ts'
import { writeWhole } from '../terminal/write-whole.ts'
import type { FileParts } from './formats.ts'

/**
 * Writes parts to a file, or to stdout.
 * @param output the file; undefined and `-` are stdout
 * @throws CliFailure if a file cannot be written to its end
 */
export async function writeFile(parts: FileParts, output: string | undefined): Promise<void> {
  if (output === undefined || output === '-') {
    for await (const part of parts) {
      if (typeof part === 'string') printText(part)
      else printBytes(part)
    }
    return
  }
  let file: number | undefined
  try {
    for await (const part of parts) {
      // Only now: a file that is there stays as it was if the daemon has nothing to write.
      file ??= openSync(output, 'w')
      writeWhole(file, part)
    }
    if (file !== undefined) closeSync(file)
  } catch (error) {
    const isOurs = error instanceof CliFailure
    const reason = isOurs ? error.message : `${output} cannot be written: ${reasonOf(error)}`
    const consequence = file === undefined ? '' : `; ${output} is incomplete`
    throw new CliFailure(reason + consequence, isOurs ? error.exitCode : EXIT.failed, { cause: error })
  }
}
