/** The largest varint, in bytes: 53 bits, 7 in each. */
const LONGEST = 8

/** Writes bytes one after the other. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(room = 1024) {
    this.#bytes = new Uint8Array(room)
  }

  /** How many were written. */
  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** @param value a safe integer ≥ 0. Seven bits in each byte, the lowest first; the eighth says that more follow (LEB128). */
  varint(value: number): void {
    this.#reserve(LONGEST)
    const bytes = this.#bytes
    let rest = value
    // Bit operations work on 32 bits only.
    for (; rest >= 0x80000000; rest = Math.floor(rest / 128)) bytes[this.#length++] = (rest % 128) | 128
    for (; rest >= 128; rest >>>= 7) bytes[this.#length++] = (rest & 127) | 128
    bytes[this.#length++] = rest
  }

  /** IEEE 754, 64 bits, little-endian. */
  double(value: number): void {
    this.#reserve(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
  }

  bytes(more: Uint8Array): void {
    this.#reserve(more.length)
    this.#bytes.set(more, this.#length)
    this.#length += more.length
  }

  /** The bytes so far. They change with the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more))
    larger.set(this.view())
    this.#bytes = larger
  }
}

/** Reads what a `ByteWriter` wrote. */
export class ByteReader {
  #at = 0

  constructor(private readonly from: Uint8Array<ArrayBuffer>) {}

  get isAtEnd(): boolean {
    return this.#at >= this.from.length
  }

  /** @throws RangeError if the bytes end before */
  byte(): number {
    if (this.isAtEnd) throw new RangeError('The columns end too early')
    return this.from[this.#at++]!
  }

  /** @throws RangeError if the bytes end before */
  varint(): number {
    let byte = this.byte()
    let value = byte & 127
    for (let factor = 128; byte >= 128; factor *= 128) {
      byte = this.byte()
      value += (byte & 127) * factor
    }
    return value
  }

  /** @throws RangeError if the bytes end before */
  double(): number {
    const { buffer, byteOffset } = this.bytes(8)
    return new DataView(buffer, byteOffset, 8).getFloat64(0, true)
  }

  /** A view, not a copy. @throws RangeError if the bytes end before */
  bytes(count: number): Uint8Array<ArrayBuffer> {
    const end = this.#at + count
    if (end > this.from.length) throw new RangeError('The columns end too early')
    return this.from.subarray(this.#at, (this.#at = end))
  }
}
