import { NotFound, Unavailable, type BuildSpyError } from '../errors.ts'
import type { RunRow } from '../domain/model.ts'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/store.ts'
import type { Transaction } from '../store/transaction.ts'
import type { Writer } from '../store/writer.ts'
import type { Submission } from '../wire/read.ts'
import { Batch } from './batch.ts'

/** The outcome of a submission: null if it is stored, or the reason for its refusal. */
export type Outcome = BuildSpyError | null

/** A request that waits for its commit. */
interface Pending {
  readonly submissions: readonly Submission[]
  /** Bytes of the submissions on the wire. */
  readonly bytes: number
  readonly settle: (outcomes: Outcome[]) => void
  readonly fail: (error: unknown) => void
}

/** Submissions that wait for their commit, at most. */
const QUEUE_LIMIT = 10_000

/** Bytes of the wire that wait for their commit, at most. */
const QUEUE_BYTES = 16 * 1024 * 1024

/** Submissions after which a transaction takes no further request. */
const BATCH_LIMIT = 2_000

/**
 * Accepts submissions. Those that arrive while a transaction runs share the next one (group commit). Each is answered after its
 * COMMIT, so acknowledged data is on disk. All submissions of a request are in one transaction, so a refused request leaves
 * nothing.
 */
export class Ingest {
  readonly #queue: Pending[] = []
  #submissions = 0
  #bytes = 0
  readonly #draining = new Map<Writer, Promise<void>>()
  #refusals = 0
  /** Runs at each commit, with the number of submissions and the seconds it took. */
  onCommit: (submissions: number, seconds: number) => void = () => {}
  /** Runs after a commit that ended runs, once for each end. */
  onEnd: (runs: readonly RunRow[]) => void = () => {}
  /** Runs when a transaction fails, with the cause. */
  onFailure: (cause: unknown) => void = () => {}

  constructor(
    private readonly store: Store,
    private readonly bus: Bus,
    private readonly now: () => number,
  ) {}

  /**
   * Stores submissions in the given order.
   * @param bytes their size on the wire
   * @returns an outcome for each, after the commit
   * @throws Unavailable if the queue is full or the database cannot write; then none of them is stored
   */
  async submit(submissions: readonly Submission[], bytes: number): Promise<Outcome[]> {
    if (!submissions.length) return []
    if (this.#submissions + submissions.length > QUEUE_LIMIT || this.#bytes + bytes > QUEUE_BYTES)
      throw this.#refuse('The daemon has more submissions waiting than it can store')
    this.#submissions += submissions.length
    this.#bytes += bytes
    const outcomes = new Promise<Outcome[]>((settle, fail) =>
      this.#queue.push({ submissions, bytes, settle, fail }),
    )
    const free = this.store.writers.find((writer) => !this.#draining.has(writer))
    if (free) this.#draining.set(free, this.#drain(free))
    this.store.writer.poll()
    return outcomes
  }

  /** Submissions that wait for their commit. */
  get queued(): number {
    return this.#submissions
  }

  /** Number of refusals of submissions that may have been valid. At such times a build can seem silent. */
  get refusals(): number {
    return this.#refusals
  }

  /** Resolves when no submission waits for its commit. */
  async idle(): Promise<void> {
    await Promise.all(this.#draining.values())
  }

  async #drain(writer: Writer): Promise<void> {
    let answer = () => {}
    let before = 0
    while (this.#queue.length) {
      const batch = this.#takeBatch(before)
      const committed = this.#commit(writer, batch)
      // The next batch is on its way to the disk, so this answer costs the disk no time.
      answer()
      answer = await committed
      before = batch.reduce((sum, { submissions }) => sum + submissions.length, 0)
    }
    answer()
    // In the same step as the check of the queue. Otherwise a submission that comes in between would wait for ever.
    this.#draining.delete(writer)
  }

  /**
   * Takes half of the submissions in flight. A client that waits for its answer sends nothing, so with all of them in one batch
   * the disk and the processor would wait for each other.
   * @param before submissions of the batch before, whose clients will send again
   */
  #takeBatch(before: number): Pending[] {
    const limit = Math.min(BATCH_LIMIT, Math.ceil((this.#submissions + before) / 2))
    let submissions = 0
    const next = this.#queue.findIndex((pending) => (submissions += pending.submissions.length) > limit)
    const batch = this.#queue.splice(0, next < 0 ? this.#queue.length : Math.max(next, 1))
    for (const pending of batch) {
      this.#submissions -= pending.submissions.length
      this.#bytes -= pending.bytes
    }
    return batch
  }

  /** Stores a batch. @returns a function that answers the requests in it */
  async #commit(writer: Writer, batch: readonly Pending[]): Promise<() => void> {
    const began = performance.now()
    const submissions = batch.flatMap((pending) => pending.submissions)
    try {
      const { outcomes, touched, ended } = await writer.transaction((transaction) =>
        store(transaction, submissions, BigInt(this.now()), this.store.dialect.part),
      )
      this.onCommit(submissions.length, (performance.now() - began) / 1000)
      return () => {
        for (const pending of batch) pending.settle(outcomes.splice(0, pending.submissions.length))
        this.bus.publish(touched)
        if (ended.length > 0) this.onEnd(ended)
      }
    } catch (cause) {
      this.onFailure(cause)
      const error = this.#refuse('The database cannot write: its disk may be full, or it is away', cause)
      return () => {
        for (const pending of batch) pending.fail(error)
      }
    }
  }

  #refuse(message: string, cause?: unknown): Unavailable {
    this.#refusals++
    return new Unavailable(`${message}. Try again in a second.`, { cause })
  }
}

/**
 * Reads the rows that the submissions build on, folds the submissions in, and writes the result, with a constant number of
 * statements for each part.
 * @param part submissions whose rows are sent together
 */
async function store(
  transaction: Transaction,
  submissions: readonly Submission[],
  now: bigint,
  part: number,
) {
  const batch = await Batch.load((wanted) => transaction.read(wanted), submissions)
  const save = () => {
    const { runs, newProcesses, changedProcesses, events, machine, fileParts } = batch.take()
    transaction.saveRuns(runs)
    transaction.addProcesses(newProcesses)
    transaction.saveProcesses(changedProcesses)
    transaction.addEvents(events)
    transaction.saveMachineSamples(machine)
    transaction.addFileParts(fileParts)
  }
  const outcomes: Outcome[] = []
  for (const submission of submissions) {
    outcomes.push(fold(batch, submission, now))
    if (outcomes.length % part) continue
    save()
    transaction.send()
  }
  save()
  return { outcomes, touched: batch.touched, ended: batch.ended }
}

function fold(batch: Batch, submission: Submission, now: bigint): Outcome {
  try {
    batch.add(submission, now)
    return null
  } catch (error) {
    if (error instanceof NotFound) return error
    throw error
  }
}
