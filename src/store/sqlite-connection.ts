import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Connection, Rows } from './connection.ts'
import type { Answer, ThreadData } from './sqlite-thread.ts'

/** Node runs no TypeScript in a thread: the built one serves, seen from `dist/lib/` and from `src/store/` alike. */
const THREAD = new URL('../../dist/lib/sqlite-thread.js', import.meta.url)

/** Opens the connection that writes to a SQLite file, in a thread of its own. */
export function connectSqlite(data: ThreadData): Connection {
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
    run: (statements) =>
      new Promise((resolve, reject) => {
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
