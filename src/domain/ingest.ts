import { setImmediate } from 'node:timers/promises'
import { NotFound, Unavailable, type BuildSpyError } from '../errors.ts'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/open.ts'
import type { Transaction } from '../store/writer.ts'
import type { Submission } from '../wire/schema.ts'
import { Batch } from './batch.ts'

/** How a submission fared: stored, or refused with a reason. */
export type Outcome = BuildSpyError | null

interface Pending {
  readonly submission: Submission
  readonly settle: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

/** Submissions that wait for their commit, at most. */
const QUEUE_LIMIT = 10_000

/** Submissions in one transaction, at most. */
const BATCH_LIMIT = 2_000

/**
 * Takes submissions in. Those that arrive while a transaction runs share the next one (group commit), and each is
 * answered after its COMMIT: what was acknowledged is on disk.
 */
export class Ingest {
  #queue: Pending[] = []
  #draining: Promise<void> | undefined
  /** Told of each commit: how many submissions, how many seconds. */
  onCommit: (submissions: number, seconds: number) => void = () => {}

  constructor(
    private readonly store: Store,
    private readonly bus: Bus,
    private readonly now: () => number,
  ) {}

  /**
   * Stores submissions in the order given.
   * @returns an outcome for each, after the commit
   * @throws Unavailable if the queue is full, or the database cannot write; then none of them is stored
   */
  async submit(submissions: readonly Submission[]): Promise<Outcome[]> {
    if (this.#queue.length + submissions.length > QUEUE_LIMIT)
      throw new Unavailable(
        'The daemon has more submissions waiting than it can store. Try again in a second.',
      )
    const outcomes = submissions.map(
      (submission) => new Promise<Outcome>((settle, fail) => this.#queue.push({ submission, settle, fail })),
    )
    this.#draining ??= this.#drain().finally(() => (this.#draining = undefined))
    return Promise.all(outcomes)
  }

  /** Submissions that wait for their commit. */
  get queued(): number {
    return this.#queue.length
  }

  /** Resolves when nothing waits for its commit. */
  async idle(): Promise<void> {
    await this.#draining
  }

  async #drain(): Promise<void> {
    while (this.#queue.length) {
      // SQLite answers without leaving the event loop; a turn of it lets requests that have arrived join the batch.
      await setImmediate()
      const batch = this.#queue.splice(0, BATCH_LIMIT)
      try {
        await this.#commit(batch)
      } catch (cause) {
        const error = new Unavailable(`The database cannot write: ${(cause as Error).message}`, { cause })
        for (const pending of batch) pending.fail(error)
      }
    }
  }

  async #commit(pending: readonly Pending[]): Promise<void> {
    const began = performance.now()
    const submissions = pending.map(({ submission }) => submission)
    const { outcomes, touched } = await this.store.writer.transaction((transaction) =>
      store(transaction, submissions, this.now()),
    )
    pending.forEach(({ settle }, index) => settle(outcomes[index]!))
    this.bus.publish(touched)
    this.onCommit(submissions.length, (performance.now() - began) / 1000)
  }
}

/** Reads what the submissions build on, folds them in, writes what came out: a constant number of statements. */
async function store(transaction: Transaction, submissions: readonly Submission[], now: number) {
  const batch = await Batch.load(transaction, submissions)
  const outcomes = submissions.map((submission): Outcome => {
    try {
      batch.add(submission, now)
      return null
    } catch (error) {
      if (error instanceof NotFound) return error
      throw error
    }
  })
  await transaction.saveRuns(batch.changedRuns)
  await transaction.saveProcesses(batch.changedProcesses)
  await transaction.addEvents(batch.newEvents)
  return { outcomes, touched: batch.touched }
}
