import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { databaseAway } from '../../../src/store/away.ts'
import type { Rows, Statement } from '../../../src/store/connection.ts'
import { answering, type Answer } from '../../../src/store/sqlite/answering.ts'
import type { Thread } from '../../../src/store/sqlite/connection.ts'
import { openFile } from '../../../src/store/sqlite/sqlite.ts'
import { ROWS, SqliteStatements } from '../../../src/store/sqlite/statements.ts'
import { storeOver, type Store } from '../../../src/store/store.ts'
import type { Process, World } from '../world.ts'

/** SQLite's numbers of results: IOERR_FSYNC, FULL. */
const TROUBLES = [10 | (4 << 8), 13]

/** A real database without a real disk below: what is committed stays, whatever dies. */
const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;'

/** The statements of a connection on a disk that a seed breaks. */
class TroubledStatements extends SqliteStatements {
  constructor(
    private readonly on: DatabaseSyncInstance,
    private readonly world: World,
  ) {
    super(on)
  }

  override run(statement: Statement): Rows {
    const { world } = this
    const { sql } = statement
    if (sql === 'ROLLBACK') return super.run(statement)
    const what = sql.slice(0, 24)
    if (world.strikes('statementFails', what)) throw this.#trouble()
    if (this.on.isTransaction && world.strikes('rolledBack', what)) {
      this.on.exec('ROLLBACK')
      throw this.#trouble()
    }
    const rows = super.run(statement)
    if (sql === 'COMMIT' && world.strikes('commitUnknown', what)) throw this.#trouble()
    return rows
  }

  #trouble(): Error {
    return Object.assign(new Error('simulated trouble'), { errcode: this.world.random.pick(TROUBLES) })
  }
}

/** A thread of the database as steps of the simulation. Its work is lost with its process, but for what is committed. */
function openSimulatedThread(world: World, process: Process, file: string): Thread {
  const database = new DatabaseSync(file, ROWS)
  database.exec(PRAGMAS)
  const answer = answering(database, new TroubledStatements(database, world))
  const asked: {
    statements: readonly Statement[]
    resolve: (rows: readonly Rows[]) => void
    reject: (error: Error) => void
  }[] = []
  const replies: (() => void)[] = []
  let ended: Error | undefined
  let isBusy = false
  const close = () => {
    if (!database.isOpen) return
    // Prepared statements keep a closed connection, and its transaction, until they are collected.
    if (database.isTransaction) database.exec('ROLLBACK')
    database.close()
  }
  process.atEnd(close)

  const end = () => {
    ended = databaseAway('A thread of the database has ended')
    close()
    for (const { reject } of asked.splice(0)) reject(ended)
  }
  const take = () => replies.shift()?.()
  const work = () => {
    isBusy = false
    const next = asked.shift()
    if (!next || ended) return
    const { statements, resolve, reject } = next
    if (world.strikes('threadEnds', 'thread')) {
      asked.unshift(next)
      return end()
    }
    const reply = answer(statements)
    const isCommit = statements.at(-1)!.sql === 'COMMIT'
    if (isCommit && world.strikes('diesAtCommit', 'COMMIT')) return process.kill()
    replies.push(() => settle(reply, resolve, reject))
    world.after(world.random.between(0, 2), take, process)
    start()
  }
  const start = () => {
    if (isBusy || !asked.length) return
    isBusy = true
    const slow = world.strikes('slowDisk', 'thread')
    world.after(slow ? world.random.between(100, 8000) : world.random.between(0, 5), work, process)
  }
  return {
    ended: () => ended !== undefined,
    ask: (statements) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        asked.push({ statements, resolve, reject })
        start()
      }),
    poll: take,
    close: async () => void close(),
  }
}

function settle(
  reply: Answer,
  resolve: (rows: readonly Rows[]) => void,
  reject: (error: Error) => void,
): void {
  if ('rows' in reply) resolve(reply.rows)
  else reject(Object.assign(new Error(reply.error.message), reply.error))
}

/** Opens the store of a daemon on a database file. It is the daemon's own, with a thread and a disk of the simulation. */
export async function openSimulatedStore(world: World, file: string): Promise<Store> {
  const { current: process } = world
  const openThread = () => openSimulatedThread(world, process, file)
  const opened = await world.real(
    openFile({ file, pragmas: PRAGMAS, writePragmas: PRAGMAS }, async () => {}, undefined, openThread),
  )
  process.atEnd(() => void world.real(opened.release()).catch(() => {}))
  const fails = () => {
    if (world.strikes('readFails', 'read')) throw databaseAway('simulated')
  }
  const read: Store['read'] = async (statement) => {
    fails()
    return opened.read(statement)
  }
  return storeOver({ ...opened, checkRoom: undefined, read, reader: ordered(opened.reader, world, fails) })
}

/** Prisma's client, each of whose reads is over before the next step. */
function ordered<T extends object>(client: T, world: World, fails: () => void): T {
  return new Proxy(client, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value === 'object' && value !== null) return ordered(value, world, fails)
      if (typeof value !== 'function' || String(name).startsWith('$d')) return value
      return async (...args: unknown[]) => {
        fails()
        return world.real(Promise.resolve(Reflect.apply(value, target, args)))
      }
    },
  })
}
