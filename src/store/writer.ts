import type { Prisma, PrismaClient } from '../generated/sqlite/client.ts'
import { EVENT, PROCESS, RUN, rowsParameter, type Columns, type Dialect } from './dialect.ts'
import { lookup, type ProcessKey } from './lookup.ts'
import { wrap, type EventRow, type ProcessRow, type RunRow } from './rows.ts'

/** What a write may do within its transaction. Reads here see the writes before them. */
export class Transaction {
  constructor(
    readonly client: Prisma.TransactionClient,
    readonly dialect: Dialect,
  ) {}

  runs(ids: readonly string[]): Promise<RunRow[]> {
    return lookup(
      this,
      RUN,
      ['id'],
      ids.map((id) => [id]),
    )
  }

  processes(keys: readonly ProcessKey[]): Promise<ProcessRow[]> {
    return lookup(this, PROCESS, ['runId', 'pid', 'startTime'], keys)
  }

  /** Those of these events, each a run and an id, that are stored already. */
  events(keys: readonly (readonly [runId: string, id: string])[]): Promise<EventRow[]> {
    return lookup(this, EVENT, ['runId', 'id'], keys)
  }

  saveRuns(rows: readonly RunRow[]): Promise<void> {
    return this.#write(
      'upsert',
      RUN,
      rows.map((row) => ({ ...row, peakMemory: wrap(row.peakMemory) })),
    )
  }

  saveProcesses(rows: readonly ProcessRow[]): Promise<void> {
    const wrapped = rows.map((row) => ({
      ...row,
      memory: wrap(row.memory),
      peakMemory: wrap(row.peakMemory),
    }))
    return this.#write('upsert', PROCESS, wrapped)
  }

  addEvents(rows: readonly EventRow[]): Promise<void> {
    return this.#write('insert', EVENT, rows)
  }

  /**
   * Ends a run that is still `running` and was not heard from since it was read, and takes the next sequence for its
   * event.
   * @returns that sequence; undefined if the run was heard from, or another daemon ended it
   */
  async giveUp({ id, lastSeenAt }: RunRow, verdict: Partial<RunRow>): Promise<number | undefined> {
    const { count } = await this.client.run.updateMany({
      where: { id, status: 'running', lastSeenAt },
      data: { ...verdict, seq: { increment: 1 } },
    })
    if (!count) return undefined
    return (await this.client.run.findUniqueOrThrow({ where: { id }, select: { seq: true } })).seq
  }

  /** Deletes runs with their events and processes, and remembers that they are gone. */
  async deleteRuns(ids: readonly string[], deletedAt: number): Promise<void> {
    for (const id of ids) {
      await this.client.event.deleteMany({ where: { runId: id } })
      await this.client.run.delete({ where: { id } })
      const gone = { deletedAt: BigInt(deletedAt) }
      await this.client.deletedRun.upsert({ where: { id }, create: { id, ...gone }, update: gone })
    }
  }

  async #write(kind: 'insert' | 'upsert', columns: Columns, rows: readonly object[]): Promise<void> {
    if (rows.length)
      await this.client.$executeRawUnsafe(this.dialect[kind](columns), rowsParameter(columns, rows))
  }
}

/**
 * The one door for writes: transactions run one after the other on a connection of their own, because the adapter
 * would run another caller's statements inside an open transaction of the same client.
 */
export class Writer {
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly client: PrismaClient,
    private readonly dialect: Dialect,
  ) {}

  /** Runs `work` in a transaction; resolves after COMMIT, rejects after ROLLBACK. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = this.#last.then(() =>
      this.client.$transaction((client) => work(new Transaction(client, this.dialect)), { timeout: 60_000 }),
    )
    // A COMMIT that fails, on a full disk, may leave its transaction open; where it did not, this fails, and may.
    this.#last = result.catch(() => this.client.$executeRawUnsafe('ROLLBACK').catch(() => {}))
    return result
  }

  /** Waits for what was begun, then disconnects. */
  async close(): Promise<void> {
    await this.#last
    await this.client.$disconnect()
  }
}
