import { Gone, TooExpensive, Unavailable, type BuildSpyError } from '../../errors.ts'
import { TURN, type Turns, type Waiting } from './turns.ts'

/** The limits of one execution. */
export interface Limits {
  /** Values in the result: objects, fields and items of lists. */
  readonly values: number
  /** Characters of text in the result. */
  readonly text: number
  /** Bytes of timelines in the result, which threads make. */
  readonly timelines: number
  /** Time of the event loop, in milliseconds. */
  readonly loop: number
  /** Time in total, in milliseconds. */
  readonly wall: number
}

/**
 * The limits of a client's execution. `loop` is below a second, because the last turn before the stop, parsing and sending
 * take time as well: altogether a refusal arrives within a second.
 */
export const CLIENT_LIMITS: Limits = {
  values: 250_000,
  text: 16 * 1024 * 1024,
  timelines: 512 * 1024 * 1024,
  loop: 800,
  wall: 10_000,
}

/** For our own documents, which each read one page. */
export const NO_LIMITS: Limits = {
  values: Infinity,
  text: Infinity,
  timelines: Infinity,
  loop: Infinity,
  wall: Infinity,
}

/** The recipient of a result. */
export interface Recipient {
  /** Whether it has disconnected. */
  readonly isGone?: () => boolean
  /** Calls back once the result is sent, or nobody waits for it. Until then it occupies memory. */
  readonly whenSent?: (callback: () => void) => void
  /** Aborts when it disconnects. */
  readonly signal?: AbortSignal | undefined
}

/** Values between two looks at the clock. */
const METERED = 200

/** Approximate bytes of memory for a value. */
const VALUE_BYTES = 100

const ASK_LESS = 'Ask for shorter pages, fewer levels or fewer fields.'

/** A part of the result that waits for its turn. */
interface Held {
  readonly values: number
  readonly release: () => void
}

/**
 * The resources that one execution uses, counted while its result grows. A part that is too large for this turn of the event
 * loop comes in a later one. Above a limit, or after the client disconnects, the execution stops: `run` rejects at once, and
 * pending parts never continue, because an error for each would cost as much as the result.
 */
export class Budget implements Waiting {
  /** Milliseconds of the event loop, counted by `Turns`. */
  spent = 0
  #values = 0
  #text = 0
  #timelines = 0
  #carried = 0
  #unmetered = 0
  #held: Held[] = []
  #next = 0
  #whenIdle: (() => void)[] = []
  #stopped: BuildSpyError | undefined
  #reject: ((error: BuildSpyError) => void) | undefined
  #controller: AbortController | undefined
  /** Never settles. */
  readonly never = new Promise<never>(() => {})

  constructor(
    private readonly turns: Turns,
    private readonly limits: Limits,
    private readonly recipient: Recipient = {},
  ) {}

  /** A new budget with the same limits, for another execution. */
  renewed(): Budget {
    return new Budget(this.turns, this.limits)
  }

  /** Runs an execution. @throws TooExpensive above a limit; Gone if its client disconnects */
  async run<T>(start: () => T | Promise<T>): Promise<T> {
    const { wall } = this.limits
    const late = () => this.stop(new TooExpensive(`The operation takes over ${wall / 1000} s. ${ASK_LESS}`))
    const timer = wall === Infinity ? undefined : setTimeout(late, wall)
    try {
      const stopped = new Promise<never>((_, reject) => (this.#reject = reject))
      return await Promise.race([start(), stopped])
    } finally {
      clearTimeout(timer)
      const { whenSent = (callback) => callback() } = this.recipient
      whenSent(() => this.turns.carry(-this.#carried))
    }
  }

  /** What the result has so far, and its limits. */
  get used() {
    const { values, text } = this.limits
    return { values: this.#values, valuesLimit: values, text: this.#text, textLimit: text }
  }

  /** Whether the execution continues. */
  get goesOn(): boolean {
    return !this.#stopped
  }

  /** Aborts when the execution stops. For work elsewhere on its behalf. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      const leave = () => this.stop(new Gone('The client has left'))
      if (this.recipient.signal?.aborted) leave()
      this.recipient.signal?.addEventListener('abort', leave, { once: true })
      if (this.#stopped) this.#controller.abort(this.#stopped)
    }
    return this.#controller.signal
  }

  stop(error: BuildSpyError): void {
    if (this.#stopped) return
    this.#stopped = error
    this.#held = []
    this.#whenIdle = []
    this.turns.delete(this)
    this.#reject?.(error)
    this.#controller?.abort(error)
  }

  /** Counts values that become part of the result, and the characters of text among them. */
  charge(values: number, text = 0): void {
    const { limits } = this
    // One look at the clock serves many small parts.
    if ((this.#unmetered += values) > METERED) {
      this.#unmetered = 0
      this.turns.meter(this)
    }
    if ((this.#values += values) > limits.values)
      this.stop(new TooExpensive(`The answer has over ${limits.values} values. ${ASK_LESS}`))
    if ((this.#text += text) > limits.text)
      this.stop(new TooExpensive(`The answer has over ${limits.text} characters. ${ASK_LESS}`))
    this.#carry(values * VALUE_BYTES + text)
    if (this.spent > limits.loop)
      this.stop(new TooExpensive(`The operation takes over ${limits.loop} ms of work. ${ASK_LESS}`))
  }

  /** Counts the bytes of a timeline. */
  chargeTimeline(bytes: number): void {
    if ((this.#timelines += bytes) > this.limits.timelines)
      this.stop(new TooExpensive('The timelines are too large together. Ask for one at a time.'))
  }

  /** Counts text that is about to be read. */
  read(characters: number): void {
    this.charge(0, characters)
  }

  #carry(bytes: number): void {
    this.#carried += bytes
    if (!this.turns.carry(bytes) && this.limits.values !== Infinity)
      this.stop(new Unavailable('Too many large answers are under way. Try again in a moment.'))
  }

  /** Hands out a part of the result, at once if this turn has room for its values, or else in a later turn. */
  hand<T>(part: T, values: number): T | Promise<T> {
    if (this.#stopped) return this.never
    if (!this.#held.length && this.turns.take(values)) return part
    return new Promise((resolve) => {
      this.#held.push({ values, release: () => resolve(part) })
      this.turns.add(this)
    })
  }

  /** Hands out a list, in pieces if it is long. @param each values of an item */
  handList<T>(items: readonly T[], each: number): readonly (T | Promise<T>)[] | Promise<readonly T[]> {
    const piece = Math.max(1, Math.floor(TURN / each))
    if (items.length <= piece) return this.hand(items, items.length * each)
    let turn: unknown
    return items.map((item, i) => {
      if (i % piece === 0) turn = this.hand(null, piece * each)
      return turn instanceof Promise ? turn.then(() => item) : item
    })
  }

  /** Calls back when no part waits for its turn. Then all needs of one level of the result are known. */
  whenIdle(callback: () => void): void {
    afterJobs(() => {
      if (this.#held.length) this.#whenIdle.push(callback)
      else if (this.#isOn()) callback()
    })
  }

  /** Resolves in the next turn of the event loop; never if the execution stops. */
  async pause(): Promise<void> {
    await new Promise(setImmediate)
    if (!this.#isOn()) await this.never
  }

  goOn(share: number): { values: number; more: boolean } {
    let values = 0
    if (!this.#isOn()) return { values, more: false }
    while (values < share && this.#next < this.#held.length) {
      const held = this.#held[this.#next++]!
      values += held.values
      held.release()
    }
    const more = this.#next < this.#held.length
    if (!more) {
      this.#held = []
      this.#next = 0
      for (const callback of this.#whenIdle.splice(0)) this.whenIdle(callback)
    }
    return { values, more }
  }

  /** Whether the execution continues; stops it if its client has disconnected. */
  #isOn(): boolean {
    if (this.recipient.isGone?.()) this.stop(new Gone('The client has left'))
    return this.goesOn
  }
}

/** Calls back after all jobs of this turn of the event loop, including new ones: the moment when DataLoader itself reads. */
function afterJobs(callback: () => void): void {
  void Promise.resolve().then(() => process.nextTick(callback))
}
