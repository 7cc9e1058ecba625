import type { Waits } from '../domain/analysis/recorded.ts'
import type { ProcessNumber } from '../wire/process-numbers.ts'
import { Growing, ROOM } from './growing.ts'

/** The columns of a process that `WaitsInMaking` takes, in this order. */
export const WAITED = [
  'runQueueTime',
  'diskTime',
  'stdinPipe',
  'stdoutPipe',
  'stderrPipe',
] as const satisfies readonly ProcessNumber[]

/** Collects the waiting times of processes as columns. */
export class WaitsInMaking {
  #isMeasured = false
  readonly #runQueue = new Growing(new Float64Array(ROOM))
  readonly #disk = new Growing(new Float64Array(ROOM))
  readonly #stdin = new Growing(new Float64Array(ROOM))
  readonly #stdout = new Growing(new Float64Array(ROOM))
  readonly #stderr = new Growing(new Float64Array(ROOM))

  /** @param values of `WAITED`: microseconds and inodes, null if unknown */
  add(values: readonly unknown[]): void {
    const [runQueue, disk, stdin, stdout, stderr] = values
    this.#isMeasured ||= values.some((value) => value !== null)
    this.#runQueue.push(milliseconds(runQueue))
    this.#disk.push(milliseconds(disk))
    this.#stdin.push(Number(stdin))
    this.#stdout.push(Number(stdout))
    this.#stderr.push(Number(stderr))
  }

  /** @returns null if nothing was measured */
  finish(): Waits | null {
    if (!this.#isMeasured) return null
    return {
      runQueue: this.#runQueue.finish(),
      disk: this.#disk.finish(),
      stdin: this.#stdin.finish(),
      stdout: this.#stdout.finish(),
      stderr: this.#stderr.finish(),
    }
  }
}

const milliseconds = (microseconds: unknown): number =>
  microseconds === null ? NaN : Number(microseconds) / 1000
