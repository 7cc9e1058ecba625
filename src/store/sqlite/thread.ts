import { workerData, type MessagePort } from 'node:worker_threads'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Rows, Statement } from '../connection.ts'
import { ROWS, SqliteStatements } from './statements.ts'

/**
 * A thread with a connection to SQLite, for work that would hold the event loop: a commit, which waits for the disk, or a
 * statement that reads very much. It replies to lists of statements in the order of their arrival.
 * `src/store/sqlite/connection.ts` is the other end.
 */
export interface ThreadData {
  readonly file: string
  readonly pragmas: string
  readonly readOnly?: true
  /** Carries statements in, and replies out. */
  readonly port: MessagePort
}

/** The reply to a list of statements. */
export type Answer = { readonly rows: readonly Rows[] } | { readonly error: Failure }

/** SQLite's error for a statement. */
interface Failure {
  readonly message: string
  /** The number of the result. */
  readonly errcode: number
}

const { file, pragmas, port, readOnly = false } = workerData as ThreadData
const database = new DatabaseSync(file, { ...ROWS, readOnly })
database.exec(pragmas)
const connection = new SqliteStatements(database)

/** The reason why the current transaction failed. Its other statements are refused. */
let failure: Failure | undefined

function answer(statements: readonly Statement[]): Answer {
  const { sql } = statements[0]!
  const isNew = sql.startsWith('BEGIN') || sql === 'ROLLBACK'
  if (isNew) failure = undefined
  if (failure !== undefined) return { error: failure }
  const isWithin = isNew || database.isTransaction
  try {
    return { rows: statements.map((statement) => connection.run(statement)) }
  } catch (error) {
    const { message, errcode } = error as Failure
    if (isWithin) failure = { message, errcode }
    return { error: { message, errcode } }
  }
}

port.on('message', (statements: readonly Statement[]) => port.postMessage(answer(statements)))
port.on('close', () => database.close())
