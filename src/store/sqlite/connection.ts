import { once } from 'node:events'
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { databaseAway, named } from '../away.ts'
import type { Connection, Rows, Statement } from '../connection.ts'
import { isAway } from './failures.ts'
import type { SqliteStatements } from './statements.ts'
import type { Answer } from './answering.ts'
import type { ThreadData } from './thread.ts'
import { PACKAGE_ROOT } from '../../package-root.ts'

/** Node runs no TypeScript in a thread, so the sources use the built one too. */
const THREAD = new URL('dist/lib/sqlite-thread.js', PACKAGE_ROOT)

/** A connection in a thread of its own. */
export interface Thread {
  /** Whether it has ended, for whatever reason. */
  ended(): boolean
  /** Runs statements after those asked before. @throws SQLite's error, or Unavailable if the thread ends */
  ask(statements: readonly Statement[]): Promise<readonly Rows[]>
  /** Takes a reply that has arrived. */
  poll(): void
  close(): Promise<void>
}

/** Opens a connection in a thread. */
export type OpenThread = (data: Omit<ThreadData, 'port'>) => Thread

/**
 * Opens the connection that writes to a SQLite file, in a thread of its own. A transaction first reads on this thread, because
 * nobody else writes, and because a reply of the thread waits for its turn of the event loop, often longer than the transaction
 * takes.
 * @param begin the statement that opens a transaction
 * @param reader a connection to the same file
 * @param openThread opens the thread
 */
export function connectSqlite(
  data: Omit<ThreadData, 'port'>,
  begin: string,
  reader: SqliteStatements,
  openThread: OpenThread,
): Connection {
  let thread = openThread(data)
  /** Opens a transaction that has not written yet. */
  let opening: Statement[] = []

  const runOwn = (statements: readonly Statement[]): readonly Rows[] | Promise<readonly Rows[]> => {
    if (opening.length && statements.every((statement) => reader.isQuery(statement)))
      return statements.map((statement) => reader.run(statement))
    const before = opening
    opening = []
    return thread.ask([...before, ...statements]).then((rows) => rows.slice(before.length))
  }

  const run = async (statements: readonly Statement[]): Promise<readonly Rows[]> => {
    const [first, ...rest] = statements
    if (first!.sql !== begin) return runOwn(statements)
    // A thread that ended, for whatever reason, is replaced at the next transaction.
    if (thread.ended()) thread = openThread(data)
    opening = [first!]
    return [[], ...(await runOwn(rest))]
  }

  return {
    run: (statements) =>
      run(statements).catch((error: unknown) => {
        throw named(error, isAway)
      }),
    poll: () => thread.poll(),
    close: () => thread.close(),
  }
}

/** Opens a connection in a thread of Node's. */
export function openWorker(data: Omit<ThreadData, 'port'>): Thread {
  const { port1: port, port2 } = new MessageChannel()
  const workerData: ThreadData = { ...data, port: port2 }
  const thread = new Worker(THREAD, { workerData, transferList: [port2], name: 'sqlite' })
  const waiting: { resolve: (rows: readonly Rows[]) => void; reject: (error: Error) => void }[] = []
  let broken: Error | undefined
  const fail = (error: Error) => {
    broken ??= error
    for (const { reject } of waiting.splice(0)) reject(broken)
  }
  const take = (answer: Answer) => {
    const { resolve, reject } = waiting.shift()!
    if ('rows' in answer) resolve(answer.rows)
    else reject(Object.assign(new Error(answer.error.message), answer.error))
  }
  port.on('message', take)
  thread.on('error', fail)
  thread.on('exit', () => fail(databaseAway('A thread of the database has ended')))
  return {
    ended: () => broken !== undefined,
    ask: (statements) =>
      new Promise<readonly Rows[]>((resolve, reject) => {
        if (broken) return reject(broken)
        waiting.push({ resolve, reject })
        port.postMessage(statements)
      }),
    poll() {
      if (!waiting.length) return
      const received = receiveMessageOnPort(port)
      if (received) take(received.message as Answer)
    },
    async close() {
      const exited = broken ? undefined : once(thread, 'exit')
      port.close()
      await exited
    },
  }
}
