import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Connection, Rows, Statement } from './connection.ts'
import { SqliteStatements } from './sqlite-statements.ts'
import type { Answer, ThreadData } from './sqlite-thread.ts'

/** Node runs no TypeScript in a thread: the built one serves, seen from `dist/lib/` and from `src/store/` alike. */
const THREAD = new URL('../../dist/lib/sqlite-thread.js', import.meta.url)

/**
 * Opens the connection that writes to a SQLite file, in a thread of its own. What a transaction reads before it writes
 * is read here, at once: nobody else writes, and an answer of the thread waits for its turn of the event loop, often
 * longer than the transaction takes.
 * @param begin the statement that opens a transaction
 */
export function connectSqlite(data: ThreadData, begin: string): Connection {
  const thread = openThread(data)
  const database = new Database(data.file, { readonly: true })
  const reader = new SqliteStatements(database)
  /** Opens a transaction that has not written yet. */
  let opening: Statement[] = []

  const runOwn = (statements: readonly Statement[]): readonly Rows[] | Promise<readonly Rows[]> => {
    if (opening.length && statements.every((statement) => reader.isQuery(statement)))
      return statements.map((statement) => reader.run(statement))
    const before = opening
    opening = []
    return thread.ask([...before, ...statements]).then((rows) => rows.slice(before.length))
  }

  return {
    async run(statements) {
      const [first, ...rest] = statements
      if (first!.sql !== begin) return runOwn(statements)
      opening = [first!]
      return [[], ...(await runOwn(rest))]
    },
    async close() {
      database.close()
      await thread.close()
    },
  }
}

function openThread(data: ThreadData) {
  const thread = new Worker(THREAD, { workerData: data, name: 'sqlite' })
  const waiting: { resolve: (rows: readonly Rows[]) => void; reject: (error: Error) => void }[] = []
  let broken: Error | undefined
  const fail = (error: Error) => {
    broken ??= error
    for (const { reject } of waiting.splice(0)) reject(broken)
  }
  thread.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.shift()!
    if ('rows' in answer) resolve(answer.rows)
    else reject(new Error(answer.error))
  })
  thread.on('error', fail)
  thread.on('exit', () => fail(new Error('The thread that writes to the database has ended')))
  return {
    ask: (statements: readonly Statement[]) =>
      new Promise<readonly Rows[]>((resolve, reject) => {
        if (broken) return reject(broken)
        waiting.push({ resolve, reject })
        thread.postMessage(statements)
      }),
    async close() {
      const exited = broken ? undefined : once(thread, 'exit')
      thread.postMessage('close')
      await exited
    },
  }
}
