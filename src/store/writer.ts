import type { Connection } from './connection.ts'
import type { Dialect } from './dialect.ts'
import { Transaction } from './transaction.ts'

/** Attempts of a transaction that met another daemon's, after the first. */
const RETRIES = 5

/** Runs write transactions one after the other, on a connection of their own. */
export class Writer {
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly connection: Connection,
    private readonly dialect: Dialect,
  ) {}

  /**
   * Runs `work` in a transaction. Resolves after COMMIT, rejects after ROLLBACK. After a conflict with another daemon `work`
   * runs again, so each call must begin anew.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#attempt(work, RETRIES))
    this.#last = result.catch(() => {})
    return result
  }

  async #attempt<T>(work: (transaction: Transaction) => Promise<T>, retries: number): Promise<T> {
    try {
      const transaction = new Transaction(this.connection, this.dialect)
      const value = await work(transaction)
      await transaction.commit()
      return value
    } catch (error) {
      // A COMMIT that fails, on a full disk, may leave its transaction open. If it did not, this statement fails, which does no
      // harm.
      await this.connection.run([{ sql: 'ROLLBACK', parameters: [] }]).catch(() => {})
      if (retries > 0 && this.dialect.isRace(error)) return this.#attempt(work, retries - 1)
      throw error
    }
  }

  /** Lets a transaction that has committed continue at once, together with its callers. */
  poll(): void {
    this.connection.poll?.()
  }

  /** Gives at most so many free pages of the file back. @returns whether more are free */
  reclaim(pages: number): Promise<boolean> {
    const { reclaim } = this.dialect
    if (!reclaim) return Promise.resolve(false)
    const result = this.#last.then(async () => {
      const [before, , after] = await this.connection.run(reclaim(pages))
      return Number(after![0]![0]) > 0 && Number(after![0]![0]) < Number(before![0]![0])
    })
    this.#last = result.catch(() => {})
    return result
  }

  /** Waits for transactions that began, then disconnects. */
  async close(): Promise<void> {
    await this.#last
    await this.connection.close()
  }
}
