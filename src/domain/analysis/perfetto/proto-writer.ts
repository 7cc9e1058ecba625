const VARINT = 0
const FIXED64 = 1
const BYTES = 2

/**
 * Writes messages of Protocol Buffers (https://protobuf.dev/programming-guides/encoding). Numbers of fields come from the
 * `.proto` files. Values are not negative.
 */
export class ProtoWriter {
  #bytes = new Uint8Array(64 * 1024)
  #length = 0
  readonly #text = new TextEncoder()

  /** Bytes that wait for `take`. */
  get length(): number {
    return this.#length
  }

  /** An integer or an enum; a boolean is 0 or 1. */
  integer(field: number, value: number | bigint): void {
    this.#varint(field * 8 + VARINT)
    this.#varint(value)
  }

  double(field: number, value: number): void {
    this.#varint(field * 8 + FIXED64)
    this.#room(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
  }

  /** A `fixed64`. */
  fixed(field: number, value: bigint): void {
    this.#varint(field * 8 + FIXED64)
    this.#room(8)
    new DataView(this.#bytes.buffer).setBigUint64(this.#length, value, true)
    this.#length += 8
  }

  string(field: number, value: string): void {
    const bytes = this.#text.encode(value)
    this.#varint(field * 8 + BYTES)
    this.#varint(bytes.length)
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** @param write writes the fields of the message */
  message(field: number, write: () => void): void {
    this.#varint(field * 8 + BYTES)
    const start = this.#length
    write()
    const size = this.#length - start
    // The size stands in front, and is known only now.
    this.#length = start
    const digits = digitsOf(size)
    this.#room(size + digits)
    this.#bytes.copyWithin(start + digits, start, start + size)
    this.#varint(size)
    this.#length += size
  }

  /** Takes what was written since the last call. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return taken
  }

  #varint(value: number | bigint): void {
    this.#room(10)
    if (typeof value === 'bigint') {
      let rest = value
      for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80
      this.#bytes[this.#length++] = Number(rest)
      return
    }
    let rest = value
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 0x80
    this.#bytes[this.#length++] = rest
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return
    const larger = new Uint8Array(2 * (this.#length + size))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

/** The bytes that a size takes. */
function digitsOf(size: number): number {
  let digits = 1
  for (let rest = size; rest > 0x7f; rest = Math.floor(rest / 128)) digits++
  return digits
}
