import type { Connection, Statement } from './connection.ts'
import {
  DELETED,
  EVENT,
  FILE_PART,
  MACHINE,
  PROCESS,
  RUN,
  RUN_TEXT,
  keysParameter,
  rowOf,
  type Columns,
  type Dialect,
} from './dialect.ts'
import type { ProcessKey } from './reads/lookup.ts'
import { purgeStatements } from './purge-statements.ts'
import {
  markedDeleted,
  textOf,
  type EventRow,
  type FilePartRow,
  type MachineRow,
  type ProcessRow,
  type RunRow,
} from '../domain/model.ts'

/** Events by run and id. A transaction only needs to know whether they are stored. */
export type EventKey = Pick<EventRow, 'runId' | 'id'>
const EVENT_KEY: Columns = { ...EVENT, kinds: { runId: 'uuid', id: 'uuid' } }

/** Parts by run and number. A transaction only needs to know whether they are stored. */
export type FilePartKey = Pick<FilePartRow, 'runId' | 'part'>
const FILE_PART_KEY: Columns = { ...FILE_PART, kinds: { runId: 'uuid', part: 'whole' } }

/** The keys of the rows that a transaction reads. A key without a row is no error. */
export interface Wanted {
  readonly runs: readonly string[]
  readonly processes?: readonly ProcessKey[]
  readonly events?: readonly (readonly [runId: string, id: string])[]
  readonly fileParts?: readonly (readonly [runId: string, part: number])[]
}

/** The stored rows of those keys, in no order. */
export interface Found {
  readonly runs: RunRow[]
  readonly processes: ProcessRow[]
  readonly events: EventKey[]
  readonly fileParts: FilePartKey[]
}

/**
 * The operations of a write within its transaction. Writes are buffered until the next read, which sees them, until `send`, or
 * until the commit, so that they travel to the database together.
 */
export class Transaction {
  #waiting: Statement[]
  readonly #sent: Promise<unknown>[] = []
  /** The kinds of the runs that are stored. */
  readonly #known = new Map<string, string>()

  constructor(
    private readonly connection: Connection,
    private readonly dialect: Dialect,
  ) {
    this.#waiting = [{ sql: dialect.begin, parameters: [] }]
  }

  /** Reads rows, all at once. Until the transaction ends, no other one changes these runs or anything of them. */
  async read({ runs, processes = [], events = [], fileParts = [] }: Wanted): Promise<Found> {
    this.#waiting.push(...this.dialect.claim(runs))
    const [runRows, processRows, eventRows, partRows = []] = await this.#ask([
      this.#lookup(
        RUN,
        ['id'],
        runs.map((id) => [id]),
      ),
      this.#lookup(PROCESS, PROCESS.key, processes),
      this.#lookup(EVENT_KEY, ['runId', 'id'], events),
      // Few batches have any, and each statement costs time.
      ...(fileParts.length ? [this.#lookup(FILE_PART_KEY, FILE_PART.key, fileParts)] : []),
    ])
    const found = runRows!.map((values): RunRow => rowOf(RUN, values))
    for (const { id, kind } of found) this.#known.set(id, kind)
    return {
      runs: found,
      processes: processRows!.map((values) => rowOf(PROCESS, values)),
      events: eventRows!.map((values) => rowOf(EVENT_KEY, values)),
      fileParts: partRows.map((values) => rowOf(FILE_PART_KEY, values)),
    }
  }

  /**
   * A new run is only inserted. If two daemons insert it at once, one fails and tries again. All use one order, so that they do
   * not wait for each other.
   */
  saveRuns(rows: readonly RunRow[]): void {
    const isKnown = ({ id }: RunRow) => this.#known.has(id)
    this.#write('upsert', RUN, rows.filter(isKnown))
    const fresh = rows.filter((row) => !isKnown(row))
    this.#write(
      'insert',
      RUN,
      fresh.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )
    // A run keeps its text while it keeps its kind.
    const told = rows.filter(({ id, kind }) => this.#known.get(id) !== kind)
    this.#write('upsert', RUN_TEXT, told.map(textOf))
    for (const { id, kind } of told) this.#known.set(id, kind)
  }

  /** Only for rows that this transaction did not find. */
  addProcesses(rows: readonly ProcessRow[]): void {
    this.#write('insert', PROCESS, rows)
  }

  saveProcesses(rows: readonly ProcessRow[]): void {
    this.#write('upsert', PROCESS, rows)
  }

  addEvents(rows: readonly EventRow[]): void {
    this.#write('insert', EVENT, rows)
  }

  saveMachineSamples(rows: readonly MachineRow[]): void {
    this.#write('upsert', MACHINE, rows)
  }

  addFileParts(rows: readonly FilePartRow[]): void {
    this.#write('insert', FILE_PART, rows)
  }

  /** Deletes runs with all their records, and remembers that they are gone. */
  deleteRuns(ids: readonly string[], deletedAt: number): void {
    for (const columns of [EVENT, FILE_PART, PROCESS, MACHINE, RUN_TEXT]) this.#remove(columns, 'runId', ids)
    this.#remove(RUN, 'id', ids)
    this.#remember(ids, deletedAt)
  }

  /** Deletes runs for all readers. `purge` deletes their rows later. */
  markDeleted(runs: readonly RunRow[], deletedAt: number): void {
    const ids = runs.map(({ id }) => id)
    this.saveRuns(runs.map(markedDeleted))
    this.#remove(RUN_TEXT, 'runId', ids)
    this.#remember(ids, deletedAt)
  }

  /** Deletes at most so many rows of each kind of a run marked as deleted, then the run. @returns whether the run is left */
  async purge(id: string, most: number): Promise<boolean> {
    return (await this.#ask(purgeStatements(id, most))).at(-1)!.length > 0
  }

  /** Makes a write without an effect, to test that a commit succeeds. */
  touch(): void {
    this.#remember([NO_RUN], 0)
    this.#remove(DELETED, 'id', [NO_RUN])
  }

  /** Sets whether retention keeps a run. */
  pin(id: string, pinned: boolean): void {
    const sql = `UPDATE "Run" SET "pinned" = ${pinned} WHERE "id" = $1`
    this.#waiting.push({ sql, parameters: [id] })
  }

  #remove(columns: Columns, key: string, values: readonly string[]): void {
    this.#waiting.push({ sql: this.dialect.remove(columns, key), parameters: [JSON.stringify(values)] })
  }

  #remember(ids: readonly string[], deletedAt: number): void {
    this.#write(
      'upsert',
      DELETED,
      ids.map((id) => ({ id, deletedAt: BigInt(deletedAt) })),
    )
  }

  /** Sends the buffered writes, so that the database works while more are prepared. A failure appears at the commit. */
  send(): void {
    const sent = this.#ask([])
    sent.catch(() => {})
    this.#sent.push(sent)
  }

  /** Sends the buffered writes, and commits. */
  async commit(): Promise<void> {
    await Promise.all([...this.#sent, this.#ask([{ sql: 'COMMIT', parameters: [] }])])
  }

  #write(kind: 'insert' | 'upsert', columns: Columns, rows: readonly object[]): void {
    if (rows.length) this.#waiting.push(this.dialect[kind](columns, rows))
  }

  #lookup(
    columns: Columns,
    key: readonly string[],
    values: readonly (readonly (string | number | bigint)[])[],
  ): Statement {
    return { sql: this.dialect.lookup(columns, key), parameters: [keysParameter(values)] }
  }

  /** Sends these statements after the buffered ones. @returns their rows */
  async #ask(statements: readonly Statement[]) {
    const before = this.#waiting.splice(0)
    return (await this.connection.run([...before, ...statements])).slice(before.length)
  }
}

/** The id that no run has (RFC 9562 5.9). */
const NO_RUN = '00000000-0000-0000-0000-000000000000'
