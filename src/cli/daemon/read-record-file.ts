import { statSync } from 'node:fs'
import { Unavailable } from '../../errors.ts'
import type { Records } from '../../records/open-records.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { counted } from '../terminal/format.ts'
import { printComplaint } from '../terminal/output.ts'
import { recordLines } from './record-lines.ts'

/** Stands for standard input. */
const STDIN = '-'

/** With so many lines refused, a file is something else. */
const MOST_REFUSED = 1000

/** Whether an argument names a record file: it has a slash or a dot, which no run has, or such a file exists. */
export const isRecordFile = (text: string): boolean =>
  text === STDIN || /[/.]/.test(text) || (statSync(text, { throwIfNoEntry: false })?.isFile() ?? false)

/**
 * Reads a record file, packed or not. A file that was cut short is read as far as it goes, and the user is told.
 * @returns the ids of its runs
 * @throws CliFailure if it holds no record, or cannot be read at all
 */
export async function readRecordFile(records: Records, file: string): Promise<readonly string[]> {
  const name = file === STDIN ? 'stdin' : file
  const read = await readLines(records, file, name)
  const { runs, refused, first, last } = read
  if (runs.size === 0 && first) throw new CliFailure(`${name} is not a record: ${first}`, EXIT.failed)
  if (runs.size === 0) throw new CliFailure(`${name} contains no record`, EXIT.failed)
  const cut = (await records.endCutRuns()).filter((id) => runs.has(id))
  if (read.failure) complain(`${read.failure.message}; the build is shown as far as it was read`)
  else if (cut.length > 0)
    complain(`${name} ends before its build does; the build is shown as far as it goes`)
  // The line in which a file was cut needs no word of its own.
  const skipped = refused - (cut.length > 0 && last ? 1 : 0)
  if (skipped > 0)
    complain(
      `${counted(skipped, 'line', 'lines')} of ${name} ${skipped === 1 ? 'was' : 'were'} skipped, the first of them ${first}`,
    )
  return [...runs]
}

const complain = (sentence: string): void => printComplaint([`buildspy: ${sentence}`])

/** What was read of a file. */
interface Read {
  readonly runs: Set<string>
  refused: number
  /** The first line that was refused: its number, and why. */
  first?: string
  /** Whether the last line was refused. */
  last: boolean
  /** Why it was not read to its end. */
  failure?: CliFailure
}

async function readLines(records: Records, file: string, name: string): Promise<Read> {
  const read: Read = { runs: new Set(), refused: 0, last: false }
  try {
    for await (const lines of recordLines(file)) {
      const taken = await records.take(lines.map(({ text }) => text))
      for (const [place, line] of taken.entries()) {
        read.last = 'error' in line
        if ('run' in line) read.runs.add(line.run)
        else {
          read.refused++
          read.first ??= `line ${lines[place]!.number}: ${line.error}`
        }
      }
      if (read.refused > MOST_REFUSED) break
    }
  } catch (error) {
    const failure = error instanceof Unavailable ? tooLarge(name, error) : error
    if (!(failure instanceof CliFailure) || read.runs.size === 0) throw failure
    read.failure = failure
  }
  return read
}

const tooLarge = (name: string, cause: Error): CliFailure =>
  new CliFailure(`${name} is too large to be read without a daemon`, EXIT.failed, { cause })
