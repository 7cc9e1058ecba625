import type { RowSource } from '../store/row-source.ts'
import { Lane } from './lane.ts'
import { isText, type Answers, type AskedRun, type Question } from './messages.ts'

/** Processes of a small run, at most. A larger run waits behind other large ones. */
const SMALL = 50_000

/** Bytes of results that are kept, and of one of them, at most. */
const KEPT = 16 * 1024 * 1024
const LARGEST_KEPT = KEPT / 4

/** A run to analyse, with the facts that only the daemon needs. */
export interface Subject extends AskedRun {
  /** Whether it has ended, so that a question always has the same answer. */
  readonly ended: boolean
}

/** A question in progress, shared by its callers. */
interface Shared {
  readonly answer: Promise<unknown>
  readonly cancel: () => void
  waiting: number
}

/**
 * Answers questions about whole runs in two threads, one for small runs and one for large ones. Callers of the same question
 * share its answer. The answers for ended runs are kept.
 */
export class Analyst {
  readonly #small: Lane
  readonly #large: Lane
  readonly #shared = new Map<string, Shared>()
  readonly #kept = new Map<string, { readonly answer: unknown; readonly bytes: number }>()

  constructor(source: RowSource) {
    this.#small = new Lane(source)
    this.#large = new Lane(source)
  }

  /**
   * @param signal withdraws the question
   * @throws Unavailable if too many questions wait; TooLarge if a run is; the reason of `signal`
   */
  async ask<Kind extends Question['kind']>(
    question: Extract<Question, { kind: Kind }>,
    subjects: readonly Subject[],
    signal?: AbortSignal,
  ): Promise<Answers[Kind]> {
    signal?.throwIfAborted()
    const runs = { run: null, base: null, head: null, previous: null }
    const key = JSON.stringify([{ ...question, ...runs }, subjects.map(nameOf)])
    const kept = this.#recall(key)
    if (kept) return kept.answer as Answers[Kind]
    const shared = this.#shared.get(key) ?? this.#begin(key, question, subjects)
    shared.waiting++
    const left = () => {
      if (--shared.waiting > 0) return
      this.#shared.delete(key)
      shared.cancel()
    }
    return (await unlessAborted(shared.answer, signal, left)) as Answers[Kind]
  }

  async close(): Promise<void> {
    await Promise.all([this.#small.close(), this.#large.close()])
  }

  #begin(key: string, question: Question, subjects: readonly Subject[]): Shared {
    const processes = subjects.reduce((sum, run) => sum + run.processes, 0)
    const lane = processes > SMALL ? this.#large : this.#small
    const { reply, cancel } = lane.ask(question, processes)
    const answer = reply
      .then(({ answer, bytes }) => {
        const isKept = !isText(question.kind) && bytes <= LARGEST_KEPT
        if (isKept && subjects.every(({ ended }) => ended)) this.#keep(key, answer, bytes)
        return answer
      })
      .finally(() => {
        if (this.#shared.get(key) === shared) this.#shared.delete(key)
      })
    // Without callers, nobody handles a failure.
    answer.catch(() => {})
    const shared: Shared = { answer, cancel, waiting: 0 }
    this.#shared.set(key, shared)
    return shared
  }

  #recall(key: string) {
    const kept = this.#kept.get(key)
    if (!kept) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    return kept
  }

  #keep(key: string, answer: unknown, bytes: number): void {
    this.#kept.set(key, { answer, bytes })
    let all = 0
    for (const [each, { bytes }] of [...this.#kept].toReversed()) {
      all += bytes
      if (all > KEPT) this.#kept.delete(each)
    }
  }
}

const nameOf = ({ id, version }: Subject) => `${id}/${version}`

/** @param left runs if the signal aborts first */
function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  left: () => void,
): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => {
      left()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
