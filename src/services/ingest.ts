import { NotFound, Unavailable, type BuildSpyError } from '../errors.ts'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/store.ts'
import type { Transaction, Writer } from '../store/writer.ts'
import type { Submission } from '../wire/read.ts'
import { Batch } from './batch.ts'

/** How a submission fared: stored, or refused with a reason. */
export type Outcome = BuildSpyError | null

/** A request that waits for its commit. */
interface Pending {
  readonly submissions: readonly Submission[]
  /** What they took on the wire. */
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
 * Takes submissions in. Those that arrive while a transaction runs share the next one (group commit), and each is
 * answered after its COMMIT: what was acknowledged is on disk. A request lies in one transaction whole: refused, it
 * left nothing.
 */
export class Ingest {
  readonly #queue: Pending[] = []
  #submissions = 0
  #bytes = 0
  readonly #draining = new Map<Writer, Promise<void>>()
  #refusals = 0
  /** Told of each commit: how many submissions, how many seconds. */
  onCommit: (submissions: number, seconds: number) => void = () => {}
  /** Told why a transaction failed. */
  onFailure: (cause: unknown) => void = () => {}

  constructor(
    private readonly store: Store,
    private readonly bus: Bus,
    private readonly now: () => number,
  ) {}

  /**
   * Stores submissions in the order given.
   * @param bytes what they took on the wire
   * @returns an outcome for each, after the commit
   * @throws Unavailable if the queue is full, or the database cannot write; then none of them is stored
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

  /** How often what may be right was refused: builds were not heard then. */
  get refusals(): number {
    return this.#refusals
  }

  /** Resolves when nothing waits for its commit. */
  async idle(): Promise<void> {
    await Promise.all(this.#draining.values())
  }

  async #drain(writer: Writer): Promise<void> {
    let answer = () => {}
    let before = 0
    while (this.#queue.length) {
      const batch = this.#takeBatch(before)
      const committed = this.#commit(writer, batch)
      // After the next batch is on its way: while that waits for the disk, this one is answered and more is read.
      answer()
      answer = await committed
      before = batch.reduce((sum, { submissions }) => sum + submissions.length, 0)
    }
    answer()
    // In the same step as the look at the queue: who comes in between would wait for ever.
    this.#draining.delete(writer)
  }

  /**
   * Takes half of what is under way: clients that wait for their answer send no more, so that with all of them in one
   * batch the disk would wait for the processor, and the processor for the disk.
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

  /** Stores a batch. @returns what answers those who wait for it */
  async #commit(writer: Writer, batch: readonly Pending[]): Promise<() => void> {
    const began = performance.now()
    const submissions = batch.flatMap((pending) => pending.submissions)
    try {
      const { outcomes, touched } = await writer.transaction((transaction) =>
        store(transaction, submissions, BigInt(this.now()), this.store.dialect.part),
      )
      this.onCommit(submissions.length, (performance.now() - began) / 1000)
      return () => {
        for (const pending of batch) pending.settle(outcomes.splice(0, pending.submissions.length))
        this.bus.publish(touched)
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
 * Reads what the submissions build on, folds them in, writes what came out: a constant number of statements a part.
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
    const { runs, newProcesses, changedProcesses, events, machine } = batch.take()
    transaction.saveRuns(runs)
    transaction.addProcesses(newProcesses)
    transaction.saveProcesses(changedProcesses)
    transaction.addEvents(events)
    transaction.saveMachineSamples(machine)
  }
  const outcomes: Outcome[] = []
  for (const submission of submissions) {
    outcomes.push(fold(batch, submission, now))
    if (outcomes.length % part) continue
    save()
    transaction.send()
  }
  save()
  return { outcomes, touched: batch.touched }
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
