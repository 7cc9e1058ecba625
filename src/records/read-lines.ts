import { BuildSpyError } from '../errors.ts'
import type { Ingest } from '../services/ingest.ts'
import { parseSubmission } from '../wire/parse.ts'
import type { Submission } from '../wire/read.ts'
import type { RecordClock } from './record-clock.ts'

/** What became of a line: the run that it tells of, or why it was refused. */
export type TakenLine = { readonly run: string } | { readonly error: string }

/** Stores lines of a record, by the rules of `POST /api/live/submit`. */
export async function readLines(
  ingest: Ingest,
  clock: RecordClock,
  lines: readonly string[],
): Promise<readonly TakenLine[]> {
  const parsed = lines.map(parse)
  const submissions = parsed.flatMap((line) => ('submission' in line ? [line.submission] : []))
  clock.follow(submissions)
  const bytes = lines.reduce((sum, line) => sum + line.length, 0)
  const outcomes = (await ingest.submit(submissions, bytes)).values()
  return parsed.map((line) => {
    if ('error' in line) return line
    const error = outcomes.next().value
    return error ? { error: error.message } : { run: runOf(line.submission) }
  })
}

function parse(line: string): { readonly submission: Submission } | { readonly error: string } {
  try {
    return { submission: parseSubmission(line) }
  } catch (error) {
    if (error instanceof BuildSpyError) return { error: error.message }
    throw error
  }
}

const runOf = ({ type, data }: Submission): string => (type === 'build_run' ? data.id : data.build_run_id)
