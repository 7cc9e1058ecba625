import { CHUNK_BYTES, HEADER_BYTES, SEALED, WRITTEN } from './chunk-format.ts'

/** Writes records into chunks of shared memory; a new chunk is handed over by `post`, everything else costs no message. */
export class ChunkWriter {
  protected bytes: Buffer = Buffer.alloc(0)
  protected offset = 0
  private readonly post: (chunk: SharedArrayBuffer) => void
  private header: Int32Array = new Int32Array(2)

  constructor(post: (chunk: SharedArrayBuffer) => void) {
    this.post = post
  }

  /** Makes room for a record of so many bytes, which begins at `offset`. */
  protected reserve(size: number): void {
    if (this.offset + size <= this.bytes.length) return
    const chunk = new SharedArrayBuffer(Math.max(CHUNK_BYTES, HEADER_BYTES + size))
    this.post(chunk)
    Atomics.store(this.header, SEALED, 1)
    this.header = new Int32Array(chunk, 0, 2)
    this.bytes = Buffer.from(chunk)
    this.offset = HEADER_BYTES
    Atomics.store(this.header, WRITTEN, this.offset)
  }

  /** The record, which ends at `offset`, becomes visible to the reader as a whole. */
  protected publish(): void {
    Atomics.store(this.header, WRITTEN, this.offset)
  }
}
