import type { DecodedColumns } from '../domain/analysis/processes.ts'
import { NO_EXIT_CODE } from '../domain/analysis/processes.ts'
import { parentRows } from '../domain/parentage.ts'
import { Growing, ROOM } from './growing.ts'

/** The columns of a run. */
export type RunColumns = DecodedColumns & {
  /** When each process began, in nanoseconds since the run did; −Infinity where its client does not know it. */
  readonly begun: Float64Array
  /** Their approximate size. */
  readonly bytes: number
}

const STATUS: Record<string, number> = { running: 0, completed: 1, crashed: 2 }

/**
 * Makes columns of rows in the order of start time and pid: pid, ppid, start, end (nanoseconds since the run's start), name,
 * command line, directory, signal, status, exit code, CPU time (microseconds), peak memory (wrapped into a signed number).
 */
export class ColumnsInMaking {
  count = 0
  /** Bytes of texts so far, each counted once. */
  text = 0
  // The empty string comes first, because most rows have it somewhere.
  readonly #strings = new Map<string, number>([['', 0]])
  readonly #pid = new Growing(new Int32Array(ROOM))
  readonly #ppid = new Growing(new Int32Array(ROOM))
  /** In nanoseconds, for finding parents. A process without a start comes before all others, as its row does. */
  readonly #begun = new Growing(new Float64Array(ROOM))
  readonly #start = new Growing(new Float64Array(ROOM))
  readonly #end = new Growing(new Float64Array(ROOM))
  readonly #name = new Growing(new Uint32Array(ROOM))
  readonly #commandLine = new Growing(new Uint32Array(ROOM))
  readonly #workingDir = new Growing(new Uint32Array(ROOM))
  readonly #signal = new Growing(new Uint32Array(ROOM))
  readonly #status = new Growing(new Uint8Array(ROOM))
  readonly #exitCode = new Growing(new Int32Array(ROOM))
  readonly #cpuTime = new Growing(new Float64Array(ROOM))
  readonly #peakMemory = new Growing(new Float64Array(ROOM))

  add(row: readonly unknown[]): void {
    const [pid, ppid, start, end, name, commandLine, workingDir, signal, status, exitCode, cpuTime, peakMemory] =
      row
    const peak = Number(peakMemory)
    this.count++
    this.#pid.push(Number(pid))
    this.#ppid.push(Number(ppid))
    this.#begun.push(start === null ? -Infinity : Number(start))
    this.#start.push(milliseconds(Number(start ?? 0)))
    this.#end.push(end === null ? Infinity : milliseconds(Number(end)))
    this.#name.push(this.#intern(name))
    this.#commandLine.push(this.#intern(commandLine))
    this.#workingDir.push(this.#intern(workingDir))
    this.#signal.push(this.#intern(signal))
    this.#status.push(STATUS[String(status)]!)
    this.#exitCode.push(exitCode === null ? NO_EXIT_CODE : Number(exitCode))
    this.#cpuTime.push(cpuTime === null ? NaN : Number(cpuTime) / 1000)
    this.#peakMemory.push(peak < 0 ? peak + 2 ** 64 : peak)
  }

  /**
   * @param seq sequence of the run when the daemon looked at it
   * @param origin its start, in milliseconds since 1970
   */
  finish(seq: number, origin: number): RunColumns {
    const pid = this.#pid.finish()
    const ppid = this.#ppid.finish()
    const begun = this.#begun.finish()
    return {
      seq,
      origin,
      strings: [...this.#strings.keys()],
      count: this.count,
      pid,
      parent: parentRows(pid, ppid, begun),
      ppid,
      start: this.#start.finish(),
      end: this.#end.finish(),
      name: this.#name.finish(),
      commandLine: this.#commandLine.finish(),
      workingDir: this.#workingDir.finish(),
      signal: this.#signal.finish(),
      status: this.#status.finish(),
      exitCode: this.#exitCode.finish(),
      cpuTime: this.#cpuTime.finish(),
      peakMemory: this.#peakMemory.finish(),
      begun,
      bytes: this.text + BYTES_OF_ROW * this.count,
    }
  }

  #intern(text: unknown): number {
    if (text === null || text === undefined) return 0
    const known = this.#strings.get(text as string)
    if (known !== undefined) return known
    this.text += 2 * (text as string).length
    this.#strings.set(text as string, this.#strings.size)
    return this.#strings.size - 1
  }
}

/** In all columns. */
const BYTES_OF_ROW = 72

/** Whole microseconds, as milliseconds. */
const milliseconds = (ns: number): number => Math.trunc(ns / 1000) / 1000
