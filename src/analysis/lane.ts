import { Worker } from 'node:worker_threads'
import { BadInput, NotFound, TooLarge, Unavailable } from '../errors.ts'
import type { RowSource } from '../store/row-source.ts'
import type { Job, Question, Reply, ThreadData } from './messages.ts'
import { PACKAGE_ROOT } from '../package-root.ts'

/** Node runs no TypeScript in a thread, so the sources use the built one too. */
const THREAD = new URL('dist/lib/analysis-thread.js', PACKAGE_ROOT)

/** Waiting questions, and processes of their runs, at most. */
const MOST_WAITING = 32
const MOST_PROCESSES_WAITING = 4_000_000

/** Time for which an idle thread keeps its columns, in milliseconds. */
const KEPT_FOR = 60_000

/** Time that a thread has to notice a withdrawn question, in milliseconds. */
const PATIENCE = 1000

/** The heap of a thread, in MiB. Its columns are outside of it. */
const HEAP = 1024

interface Waiting extends Job {
  /** Processes of its runs. */
  readonly size: number
  readonly settle: (reply: Extract<Reply, { answer: unknown }>) => void
  readonly fail: (error: Error) => void
}

/** A thread that answers questions one after the other, and its queue. It starts with the first question. */
export class Lane {
  #waiting: Waiting[] = []
  #current: Waiting | undefined
  #thread: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #closed = false

  constructor(private readonly source: RowSource) {}

  /**
   * @param size number of the runs' processes known so far
   * @returns the answer, and a function that withdraws the question
   * @throws Unavailable if too many wait
   */
  ask(question: Question, size: number) {
    const processes = this.#waiting.reduce((sum, each) => sum + each.size, this.#current?.size ?? 0)
    const isFull =
      this.#waiting.length >= MOST_WAITING ||
      (this.#current !== undefined && processes + size > MOST_PROCESSES_WAITING)
    if (isFull || this.#closed)
      throw new Unavailable('Too many runs wait to be analysed. Try again in a few seconds.')
    const gone = new Int32Array(new SharedArrayBuffer(4))
    let job: Waiting
    const reply = new Promise<Extract<Reply, { answer: unknown }>>((settle, fail) => {
      job = { question, size, gone, settle, fail }
      this.#waiting.push(job)
    })
    this.#next()
    return { reply, cancel: () => this.#cancel(job) }
  }

  /** Ends the thread, and refuses the waiting questions. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    const refused = new Unavailable('The daemon is stopping. Try again in a few seconds.')
    for (const { fail } of this.#waiting.splice(0)) fail(refused)
    await this.#thread?.terminate()
  }

  #next(): void {
    if (this.#current || this.#closed) return
    this.#current = this.#waiting.shift()
    clearTimeout(this.#idle)
    if (this.#current) {
      const { question, gone } = this.#current
      this.#thread ??= this.#start()
      this.#thread.ref()
      this.#thread.postMessage({ question, gone } satisfies Job)
    } else if (this.#thread) {
      this.#thread.unref()
      this.#idle = setTimeout(() => this.#dismiss(), KEPT_FOR).unref()
    }
  }

  #start(): Worker {
    const workerData: ThreadData = { source: this.source }
    const resourceLimits = { maxOldGenerationSizeMb: HEAP }
    const thread = new Worker(THREAD, { workerData, resourceLimits, name: 'analysis' })
    let reason: Error = new Unavailable('The analysis was broken off. Try again in a few seconds.')
    thread.on('message', (reply: Reply) => {
      const job = this.#current
      this.#current = undefined
      if ('answer' in reply) job?.settle(reply)
      else job?.fail(errorOf(reply))
      this.#next()
    })
    thread.on('error', (error: NodeJS.ErrnoException) => {
      reason =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new TooLarge(
              'The run is too large to be analysed: its command lines do not fit the memory for it.',
            )
          : error
    })
    thread.on('exit', () => {
      if (this.#thread !== thread) return
      this.#thread = undefined
      const job = this.#current
      this.#current = undefined
      job?.fail(reason)
      this.#next()
    })
    return thread
  }

  /** Ends an idle thread. A question that comes meanwhile starts another. */
  #dismiss(): void {
    const thread = this.#thread
    this.#thread = undefined
    void thread?.terminate()
  }

  #cancel(job: Waiting): void {
    this.#waiting = this.#waiting.filter((each) => each !== job)
    Atomics.store(job.gone, 0, 1)
    if (this.#current !== job) return
    // The thread notices between two parts of a read, and does not look elsewhere.
    setTimeout(() => {
      if (this.#current === job) void this.#thread?.terminate()
    }, PATIENCE).unref()
  }
}

function errorOf({ code, message }: Extract<Reply, { code: string }>): Error {
  if (code === 'TOO_LARGE') return new TooLarge(message)
  if (code === 'UNAVAILABLE') return new Unavailable(message)
  if (code === 'NOT_FOUND') return new NotFound(message)
  if (code === 'BAD_USER_INPUT') return new BadInput(message)
  return new Error(message)
}
