import { workerData, type MessagePort } from 'node:worker_threads'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Rows, Statement } from '../connection.ts'
import { ROWS, SqliteStatements } from './statements.ts'

/**
 * A thread with a connection to SQLite, for what would hold the event loop: a commit, which waits for the disk, or a
 * statement that reads very much. It answers each list of statements in the order they came; `src/store/sqlite/connection.ts`
 * is the other end.
 */
export interface ThreadData {
  readonly file: string
  readonly pragmas: string
  readonly readOnly?: true
  /** Brings the statements, takes the answers. */
  readonly port: MessagePort
}

/** What the thread answers to a list of statements. */
export type Answer = { readonly rows: readonly Rows[] } | { readonly error: Failure }

/** What SQLite says of a statement. */
interface Failure {
  readonly message: string
  /** The result's number. */
  readonly errcode: number
}

const { file, pragmas, port, readOnly = false } = workerData as ThreadData
const database = new DatabaseSync(file, { ...ROWS, readOnly })
database.exec(pragmas)
const connection = new SqliteStatements(database)

/** Why the transaction under way failed: the rest of it is refused. */
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
