import { workerData, type MessagePort } from 'node:worker_threads'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Statement } from '../connection.ts'
import { answering } from './answering.ts'
import { ROWS } from './statements.ts'

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

const { file, pragmas, port, readOnly = false } = workerData as ThreadData
const database = new DatabaseSync(file, { ...ROWS, readOnly })
database.exec(pragmas)
const answer = answering(database)

port.on('message', (statements: readonly Statement[]) => port.postMessage(answer(statements)))
port.on('close', () => database.close())
