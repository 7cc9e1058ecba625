import { Heap } from './heap.ts'

/** Works are told apart by the share of their time on a processor, in so many steps. */
const STEPS = 8

/** Iterations in which the slow-down is found; it changes little from one event to the next. */
const ITERATIONS = 4

/**
 * Processors that works share fairly. A work has a length, which it takes where a processor is always free for it, and
 * a demand: how many processors it uses meanwhile. Where all want more than there is, computing takes longer by a common
 * factor; waiting does not. Works with the same share of computing advance at the same speed, so that each such class
 * needs one clock. O(log n) for each work.
 */
export class Processors {
  /** Milliseconds since the start. */
  now = 0
  readonly #works = Array.from({ length: STEPS + 1 }, () => new Heap())
  /** By class: how far its works have come, the processors they want, and how much longer they take. */
  readonly #clock = new Float64Array(STEPS + 1)
  readonly #wanted = new Float64Array(STEPS + 1)
  readonly #slower = new Float64Array(STEPS + 1).fill(1)
  #factor = 1
  #isStale = false

  /**
   * @param demand by id, at most as many as there are
   * @param others how many other programs on the machine want, all the time
   */
  constructor(
    private readonly count: number,
    private readonly demand: ArrayLike<number>,
    private readonly others = 0,
  ) {
    this.#wanted[STEPS] = others
  }

  /** Begins a work of an id, which has no other. @param length in milliseconds */
  begin(id: number, length: number): void {
    const demand = this.demand[id]!
    const of = classOf(demand)
    this.#works[of]!.push(this.#clock[of]! + length, id)
    this.#wanted[of]! += demand
    this.#isStale = true
  }

  /** Goes on to the end of the next work. @returns its id, or −1 if there is none */
  next(): number {
    if (this.#isStale) this.#share()
    let ending = -1
    let wait = Infinity
    for (let of = 0; of <= STEPS; of++) {
      if (this.#works[of]!.size === 0) continue
      const left = Math.max(0, (this.#works[of]!.lowest - this.#clock[of]!) * this.#slower[of]!)
      if (left >= wait) continue
      wait = left
      ending = of
    }
    if (ending < 0) return -1
    this.now += wait
    for (let of = 0; of <= STEPS; of++) this.#clock[of]! += wait / this.#slower[of]!
    const works = this.#works[ending]!
    // What was rounded does not pile up.
    this.#clock[ending] = Math.max(this.#clock[ending]!, works.lowest)
    const id = works.pop()!
    const rest = ending === STEPS ? this.others : 0
    this.#wanted[ending] = works.size === 0 ? rest : this.#wanted[ending]! - this.demand[id]!
    this.#isStale = true
    return id
  }

  /** Finds the factor by which computing takes longer: then all together use what there is. By Newton's method. */
  #share(): void {
    this.#isStale = false
    let all = 0
    for (let of = 0; of <= STEPS; of++) all += this.#wanted[of]!
    if (all <= this.count) {
      if (this.#factor === 1) return
      this.#factor = 1
      this.#slower.fill(1)
      return
    }
    const free = Math.max(this.count - this.#wanted[0]!, 1e-3)
    let factor = this.#factor
    for (let i = 0; i < ITERATIONS; i++) {
      let used = -free
      let slope = 0
      for (let of = 1; of <= STEPS; of++) {
        const share = of / STEPS
        const slower = 1 - share + share * factor
        const use = this.#wanted[of]! / slower
        used += use
        slope += (use * share) / slower
      }
      if (slope <= 0) break
      factor = Math.max(1, factor + used / slope)
    }
    this.#factor = factor
    for (let of = 0; of <= STEPS; of++) this.#slower[of] = 1 + (of / STEPS) * (factor - 1)
  }
}

const classOf = (demand: number): number => Math.round(Math.min(1, demand) * STEPS)
