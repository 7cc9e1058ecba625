import { setTimeout } from 'node:timers/promises'
import type { PrismaClient } from '../generated/sqlite/client.ts'
import { DELETED } from './predicates.ts'
import type { Writer } from './writer.ts'

/** Rows of a step, at most: what ingest waits for, if it comes just then. */
const STEP = 1000

/** Pages of the file that are given back in a step. */
const PAGES = 500

/**
 * Deletes the rows of runs that are marked as deleted, and gives their space back. In small transactions, each followed
 * by as long a pause as it took, so that ingest hardly notices. What a stopped daemon left is done by the next.
 */
export class Purge {
  #working: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(
    private readonly reader: PrismaClient,
    private readonly writer: Writer,
  ) {}

  /** Says that there may be something to do. */
  wake(): void {
    this.#again = true
    this.#working ??= this.#work().finally(() => (this.#working = undefined))
    // The mark stays, and the next call begins anew.
    this.#working.catch(() => {})
  }

  /** Resolves when nothing marked is left. @throws what the database says */
  async idle(): Promise<void> {
    await this.#working
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#working?.catch(() => {})
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      const marked = await this.reader.run.findMany({ where: DELETED, select: { id: true } })
      for (const { id } of marked) await this.#repeat(() => this.writer.transaction((t) => t.purge(id, STEP)))
      await this.#repeat(() => this.writer.reclaim(PAGES))
    }
  }

  /** Repeats a step while it leaves something. */
  async #repeat(step: () => Promise<boolean>): Promise<void> {
    for (let more = true; more && !this.#stopped;) {
      const began = performance.now()
      more = await step()
      await setTimeout(performance.now() - began)
    }
  }
}
