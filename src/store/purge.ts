import { setTimeout } from 'node:timers/promises'
import type { PrismaClient } from '../generated/sqlite/client.ts'
import { DELETED } from './predicates.ts'
import type { Writer } from './writer.ts'

/** Rows of a step, at most. Ingest may have to wait for one step. */
const STEP = 1000

/** Pages of the file given back in one step. */
const PAGES = 500

/**
 * Deletes the rows of runs that are marked as deleted, and gives their space back. It uses small transactions with pauses of
 * the same length, so that ingest is hardly slowed. If a daemon stops meanwhile, the next one continues.
 */
export class Purge {
  #working: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(
    private readonly reader: PrismaClient,
    private readonly writer: Writer,
  ) {}

  /** Starts the work, if there is any. */
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
