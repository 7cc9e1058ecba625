import type { Connection, Statement } from './connection.ts'
import {
  DELETED,
  EVENT,
  PROCESS,
  RUN,
  keysParameter,
  rowOf,
  rowsParameter,
  type Columns,
  type Dialect,
} from './dialect.ts'
import type { ProcessKey } from './lookup.ts'
import type { EventRow, ProcessRow, RunRow } from './rows.ts'

/** Events by run and id: whether they are stored is all that a transaction asks of them. */
export type EventKey = Pick<EventRow, 'runId' | 'id'>
const EVENT_KEY: Columns = { ...EVENT, kinds: { runId: 'text', id: 'text' } }

/** Which rows a transaction reads; keys without a row are no error. */
export interface Wanted {
  readonly runs: readonly string[]
  readonly processes?: readonly ProcessKey[]
  readonly events?: readonly (readonly [runId: string, id: string])[]
}

/** The rows that are stored of those wanted, in no order. */
export interface Found {
  readonly runs: RunRow[]
  readonly processes: ProcessRow[]
  readonly events: EventKey[]
}

/**
 * What a write may do within its transaction. Writes wait for the next read, which sees them, or for the commit, so
 * that they cross to the database together.
 */
export class Transaction {
  #waiting: Statement[]

  constructor(
    private readonly connection: Connection,
    private readonly dialect: Dialect,
  ) {
    this.#waiting = [{ sql: dialect.begin, parameters: [] }]
  }

  /** Reads rows, all at once; until the transaction ends no other changes these runs, nor anything of them. */
  async read({ runs, processes = [], events = [] }: Wanted): Promise<Found> {
    this.#waiting.push(...this.dialect.claim(runs))
    const [runRows, processRows, eventRows] = await this.#ask([
      this.#lookup(
        RUN,
        ['id'],
        runs.map((id) => [id]),
      ),
      this.#lookup(PROCESS, PROCESS.key, processes),
      this.#lookup(EVENT_KEY, ['runId', 'id'], events),
    ])
    return {
      runs: runRows!.map((values) => rowOf(RUN, values)),
      processes: processRows!.map((values) => rowOf(PROCESS, values)),
      events: eventRows!.map((values) => rowOf(EVENT_KEY, values)),
    }
  }

  saveRuns(rows: readonly RunRow[]): void {
    this.#write('upsert', RUN, rows)
  }

  saveProcesses(rows: readonly ProcessRow[]): void {
    this.#write('upsert', PROCESS, rows)
  }

  addEvents(rows: readonly EventRow[]): void {
    this.#write('insert', EVENT, rows)
  }

  /** Deletes runs with their events and processes, and remembers that they are gone. */
  deleteRuns(ids: readonly string[], deletedAt: number): void {
    for (const [columns, key] of [
      [EVENT, 'runId'],
      [PROCESS, 'runId'],
      [RUN, 'id'],
    ] as const)
      this.#waiting.push({ sql: this.dialect.remove(columns, key), parameters: [JSON.stringify(ids)] })
    this.#write(
      'upsert',
      DELETED,
      ids.map((id) => ({ id, deletedAt: BigInt(deletedAt) })),
    )
  }

  /** Sends what waits and commits. */
  async commit(): Promise<void> {
    await this.#ask([{ sql: 'COMMIT', parameters: [] }])
  }

  #write(kind: 'insert' | 'upsert', columns: Columns, rows: readonly object[]): void {
    if (rows.length)
      this.#waiting.push({ sql: this.dialect[kind](columns), parameters: [rowsParameter(columns, rows)] })
  }

  #lookup(
    columns: Columns,
    key: readonly string[],
    values: readonly (readonly (string | number | bigint)[])[],
  ): Statement {
    return { sql: this.dialect.lookup(columns, key), parameters: [keysParameter(values)] }
  }

  /** Sends these after what waits. @returns the rows of these */
  async #ask(statements: readonly Statement[]) {
    const before = this.#waiting.splice(0)
    return (await this.connection.run([...before, ...statements])).slice(before.length)
  }
}

/** The one door for writes: transactions run one after the other on a connection of their own. */
export class Writer {
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly connection: Connection,
    private readonly dialect: Dialect,
  ) {}

  /** Runs `work` in a transaction; resolves after COMMIT, rejects after ROLLBACK. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      const transaction = new Transaction(this.connection, this.dialect)
      const value = await work(transaction)
      await transaction.commit()
      return value
    })
    // A COMMIT that fails, on a full disk, may leave its transaction open; where it did not, this fails, and may.
    this.#last = result.catch(() =>
      this.connection.run([{ sql: 'ROLLBACK', parameters: [] }]).catch(() => {}),
    )
    return result
  }

  /** Waits for what was begun, then disconnects. */
  async close(): Promise<void> {
    await this.#last
    await this.connection.close()
  }
}
