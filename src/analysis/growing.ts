/** Rows for which a column has room at first. */
export const ROOM = 1024

/** A column that grows. It doubles its room when it is full. */
export class Growing<Values extends Int32Array | Uint32Array | Float64Array | Uint8Array> {
  #length = 0
  constructor(private values: Values) {}

  push(value: number): void {
    if (this.#length === this.values.length) {
      const larger = new (this.values.constructor as new (length: number) => Values)(2 * this.#length)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.#length++] = value
  }

  finish(): Values {
    return this.values.slice(0, this.#length) as Values
  }
}
