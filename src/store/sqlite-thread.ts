import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Rows, Statement } from './connection.ts'

/**
 * The thread that writes to SQLite: a commit waits for the disk, and the event loop goes on meanwhile. It answers
 * each list of statements in the order they came; `src/store/sqlite-connection.ts` is the other end.
 */
export interface ThreadData {
  readonly file: string
  readonly pragmas: string
}

/** What the thread answers to a list of statements. */
export type Answer = { readonly rows: readonly Rows[] } | { readonly error: string }

const { file, pragmas } = workerData as ThreadData
const database = new Database(file)
database.defaultSafeIntegers()
database.exec(pragmas)

/** Few and fixed: one for each kind of batch. */
const prepared = new Map<string, Database.Statement<unknown[], unknown[]>>()

function prepare(sql: string): Database.Statement<unknown[], unknown[]> {
  let statement = prepared.get(sql)
  if (!statement) {
    statement = database.prepare(sql.replaceAll(/\$\d+/g, '?'))
    if (statement.reader) statement.raw()
    prepared.set(sql, statement)
  }
  return statement
}

function run({ sql, parameters, rows, script }: Statement): Rows {
  if (script) {
    database.exec(sql)
    return []
  }
  const statement = prepare(sql)
  if (statement.reader) return statement.all(...parameters)
  if (!rows) statement.run(...parameters)
  else
    for (let at = 0; at < rows.values.length; at += rows.width)
      statement.run(rows.values.slice(at, at + rows.width))
  return []
}

/** Why the transaction under way failed: the rest of it is refused, up to its ROLLBACK. */
let failure: string | undefined

function answer(statements: readonly Statement[]): Answer {
  if (statements[0]!.sql === 'ROLLBACK') failure = undefined
  if (failure !== undefined) return { error: failure }
  const within = database.inTransaction
  try {
    return { rows: statements.map(run) }
  } catch (error) {
    const { message } = error as Error
    if (within) failure = message
    return { error: message }
  }
}

parentPort!.on('message', (statements: readonly Statement[] | 'close') => {
  if (statements !== 'close') return parentPort!.postMessage(answer(statements))
  database.close()
  parentPort!.close()
})
