/**
 * Turns the values of a column into small whole numbers ≥ 0, and back, row after row. An instance remembers what it saw, so each
 * pass needs its own.
 */
export interface Coding {
  code(value: number): number
  value(code: number): number
}

/** Beyond this, a value or its code may not be exact. */
export const LARGEST = 2 ** 51

/** Puts negative numbers between the others: 0, −1, 1, −2 … become 0, 1, 2, 3 … */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
const zigzagged = (code: number): number => (code % 2 ? -(code + 1) / 2 : code / 2)

/** For numbers that are mostly small and positive. */
export class Plain implements Coding {
  code = zigzag
  value = zigzagged
}

/** For numbers near the one of the row before. */
export class Step implements Coding {
  #before = 0

  code(value: number): number {
    const code = zigzag(value - this.#before)
    this.#before = value
    return code
  }

  value(code: number): number {
    return (this.#before += zigzagged(code))
  }
}

/** For numbers of strings, which are numbered in the order in which they come: near the highest so far, or new. */
export class Reference implements Coding {
  #highest = 0

  code(value: number): number {
    const code = zigzag(value - this.#highest)
    this.#highest = Math.max(this.#highest, value)
    return code
  }

  value(code: number): number {
    const value = this.#highest + zigzagged(code)
    this.#highest = Math.max(this.#highest, value)
    return value
  }
}

/** For numbers that may be unknown. */
export class Optional implements Coding {
  /** @param unknown stands for an unknown number in the column */
  constructor(private readonly unknown: number) {}

  code(value: number): number {
    return Object.is(value, this.unknown) ? 0 : zigzag(value) + 1
  }

  value(code: number): number {
    return code === 0 ? this.unknown : zigzagged(code - 1)
  }
}
