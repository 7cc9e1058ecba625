import { stringifyDocument } from '@urql/core'
import type { Layout } from '../model/timeline/lanes.ts'
import type { ProcessUpdate } from '../model/processes/process-update.ts'
import { RUN_HEAD } from '../documents/run.ts'
import { clockAhead, noteServerDate } from '../daemon/server-clock.ts'
import type { AnswerTo, Ask } from './questions.ts'
import type { RunHead } from '../model/runs/run-head.ts'
import type { FromWorker, ToWorker, WorkedRun } from './run-messages.ts'

const start = () => new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' })
/** Started before it is needed. */
let spare: Worker | undefined

/** Starts the worker of the next run to be opened, which takes as long as a few frames. */
export function prepareWorker(): void {
  if (spare) return
  const worker = start()
  // A worker that could not be loaded would never answer.
  worker.addEventListener('error', () => {
    if (spare === worker) spare = undefined
  })
  spare = worker
}

/** The worker of one run, for the page. It lasts as long as the page shows the run. */
export class RunWorker {
  readonly #worker = spare ?? start()
  readonly #unanswered = new Map<number, (answer: unknown) => void>()
  #asked = 0

  constructor() {
    spare = undefined
  }

  /**
   * Reads the run with all its processes.
   * @param layout how the picture is laid out that comes with it
   * @param begin receives the head, which comes before the processes
   */
  read(id: string, layout: Layout, begin: (head: RunHead) => void): Promise<WorkedRun | 'missing' | 'error'> {
    return new Promise((resolve) => {
      this.#worker.addEventListener('error', () => resolve('error'))
      this.#worker.addEventListener('message', ({ data: message }: MessageEvent<FromWorker>) => {
        if (message.kind === 'answer') return this.#take(message.number, message.answer)
        if (message.kind === 'run') return resolve(message.run)
        noteServerDate(message.date)
        if (message.kind === 'head') begin(message.head)
        else resolve(message.kind)
      })
      this.#tell({ kind: 'read', query: stringifyDocument(RUN_HEAD), id, layout, ahead: clockAhead() })
    })
  }

  /** Asks about the rows. The answer to a worker that was ended never comes. */
  readonly ask: Ask = (name, ...question) =>
    new Promise((resolve) => {
      // The entry with this number has the type of this question.
      this.#unanswered.set(++this.#asked, (answer) => resolve(answer as AnswerTo<typeof name>))
      this.#tell({ kind: 'ask', number: this.#asked, name, question })
    })

  /** Sends changes in the order in which they changed the page's own rows, so that rows have the same numbers. */
  update(processes: readonly ProcessUpdate[]): void {
    this.#tell({ kind: 'update', processes })
  }

  end(): void {
    this.#worker.terminate()
  }

  #take(number: number, answer: unknown): void {
    this.#unanswered.get(number)?.(answer)
    this.#unanswered.delete(number)
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}
