import { HEADER_BYTES, SEALED, WRITTEN } from './chunk-format.ts'

/** Reads the records that a `ChunkWriter` writes, chunk by chunk. */
export abstract class ChunkReader<T> {
  protected offset = HEADER_BYTES
  private readonly chunks: SharedArrayBuffer[] = []
  private isDraining = false

  /** Takes the next chunk; chunks come in order. */
  add(chunk: SharedArrayBuffer): void {
    this.chunks.push(chunk)
  }

  /** Reports the records written since the last call. A listener may call it again, without effect. */
  drain(report: (record: T) => void): void {
    if (this.isDraining) return
    this.isDraining = true
    try {
      this.readChunks(report)
    } finally {
      this.isDraining = false
    }
  }

  /** Reads the record at `offset`, and sets that to where the next begins. */
  protected abstract read(bytes: Buffer): T

  private readChunks(report: (record: T) => void): void {
    for (let chunk = this.chunks[0]; chunk; chunk = this.chunks[0]) {
      const header = new Int32Array(chunk, 0, 2)
      const sealed = Atomics.load(header, SEALED) === 1
      const end = Atomics.load(header, WRITTEN)
      const bytes = Buffer.from(chunk)
      while (this.offset < end) report(this.read(bytes))
      if (!sealed || this.chunks.length === 1) return
      this.chunks.shift()
      this.offset = HEADER_BYTES
    }
  }
}
