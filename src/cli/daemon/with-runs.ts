import type { Records } from '../../records/open-records.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { counted } from '../terminal/format.ts'
import type { Connection, GraphSource } from './client.ts'
import { findRun } from './find-run.ts'
import { isRecordFile, readRecordFile } from './read-record-file.ts'
import { recordOf } from './record-of.ts'

/** What an argument may be that names a run of a daemon or a record file. */
export const A_RUN_OR_FILE =
  'a run: its id or the first characters of it, last, or last~1 for the one before; or a record file, or - for stdin'

/**
 * Finds the runs that a user means, wherever they are recorded: at a daemon, in files, or some here and some there. With
 * files alone, it needs no daemon.
 * @param connect says where the daemon is
 * @param texts ids, as `findRun` takes them, and record files
 * @param use is given who answers operations of the graph, and the id of each run
 * @throws CliFailure if one of them names no run, or a file holds several
 */
export async function withRuns<Result>(
  connect: () => Connection,
  texts: readonly string[],
  use: (source: GraphSource, ids: readonly string[]) => Promise<Result>,
): Promise<Result> {
  if (texts.some(isRecordFile))
    return withRecords(async (records) =>
      use(records, await inTurn(texts, (text) => take(records, connect, text))),
    )
  const connection = connect()
  return use(connection, await inTurn(texts, (text) => findRun(connection, text)))
}

/** Does the same for one run. */
export const withRun = <Result>(
  connect: () => Connection,
  text: string,
  use: (source: GraphSource, id: string) => Promise<Result>,
): Promise<Result> => withRuns(connect, [text], (source, [id]) => use(source, id!))

/** Reads record files, for a question about all of their runs. @throws CliFailure if one is no record */
export const withFiles = <Result>(
  files: readonly string[],
  use: (source: GraphSource, ids: readonly string[]) => Promise<Result>,
): Promise<Result> =>
  withRecords(async (records) => {
    const ids = await inTurn(files, (file) => readRecordFile(records, file))
    return use(records, [...new Set(ids.flat())])
  })

/** Loads what a daemon is made of only now: a command with a daemon needs none of it. */
async function withRecords<Result>(use: (records: Records) => Promise<Result>): Promise<Result> {
  const { openRecords } = await import('../../records/open-records.ts')
  const records = await openRecords()
  try {
    return await use(records)
  } finally {
    await records.close()
  }
}

/** Reads one run into the records, from its file or from the daemon. @returns its id */
async function take(records: Records, connect: () => Connection, text: string): Promise<string> {
  if (isRecordFile(text)) return onlyOne(text, await readRecordFile(records, text))
  const connection = connect()
  const id = await findRun(connection, text)
  for await (const lines of recordOf(connection, id)) await records.take(lines.trimEnd().split('\n'))
  return id
}

function onlyOne(file: string, [id, ...others]: readonly string[]): string {
  if (others.length === 0) return id!
  throw new CliFailure(
    `${file} holds ${counted(others.length + 1, 'build', 'builds')}; list them with: buildspy ls ${file}`,
    EXIT.usage,
  )
}

async function inTurn<From, To>(values: readonly From[], of: (value: From) => Promise<To>): Promise<To[]> {
  const results: To[] = []
  for (const value of values) results.push(await of(value))
  return results
}
