/** Ids that differ by so much share a place: a life more is counted for both, which is harmless. */
const PLACES = 65_536

/**
 * Counts which life of a process or thread id is the present one: the system reuses ids. The tracing thread counts at
 * each first stop, before the process has done anything; the thread that serves notifications compares.
 */
export class Lives {
  readonly memory: SharedArrayBuffer
  private readonly counts: Int32Array

  constructor(memory = new SharedArrayBuffer(PLACES * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory
    this.counts = new Int32Array(memory)
  }

  began(id: number): void {
    Atomics.add(this.counts, id % PLACES, 1)
  }

  of(id: number): number {
    return Atomics.load(this.counts, id % PLACES)
  }
}
