import type { DecodedColumns } from '../domain/analysis/processes.ts'
import { NO_EXIT_CODE } from '../domain/analysis/processes.ts'
import { parentRows } from '../domain/parentage.ts'

/** The columns of a run. */
export type RunColumns = DecodedColumns & {
  /** When each process began, in nanoseconds since the run did; −Infinity where its client does not know it. */
  readonly begun: Float64Array
  /** Their approximate size. */
  readonly bytes: number
}

/** Rows for which a column has room at first. */
const ROOM = 4096

const STATUS: Record<string, number> = { running: 0, completed: 1, crashed: 2 }

/** How a process ended: few processes of a run end in a way of their own. */
interface Ending {
  readonly status: number
  readonly exitCode: number
  /** Number of the string. */
  readonly signal: number
}

/**
 * Makes columns of rows in the order of start time and pid: pid, ppid, start, end (nanoseconds since the run's start), name,
 * command line, directory, ending (status, exit code and signal, with a space after each of the first two), CPU time
 * (microseconds), peak memory (wrapped into a signed number). A value of a row costs more than its place in a column, so rows
 * have few.
 */
export class ColumnsInMaking {
  count = 0
  /** Bytes of texts so far, each counted once. */
  text = 0
  // The empty string comes first, because most rows have it somewhere.
  readonly #strings = new Map<string, number>([['', 0]])
  readonly #endings = new Map<string, Ending>()
  #pid = new Int32Array(ROOM)
  #ppid = new Int32Array(ROOM)
  /** In nanoseconds, for finding parents. A process without a start comes before all others, as its row does. */
  #begun = new Float64Array(ROOM)
  #start = new Float64Array(ROOM)
  #end = new Float64Array(ROOM)
  #name = new Uint32Array(ROOM)
  #commandLine = new Uint32Array(ROOM)
  #workingDir = new Uint32Array(ROOM)
  #signal = new Uint32Array(ROOM)
  #status = new Uint8Array(ROOM)
  #exitCode = new Int32Array(ROOM)
  #cpuTime = new Float64Array(ROOM)
  #peakMemory = new Float64Array(ROOM)

  add(process: readonly unknown[]): void {
    const [pid, ppid, start, end, name, commandLine, workingDir, ending, cpuTime, peakMemory] = process
    if (this.count === this.#pid.length) this.#resize(2 * this.count)
    const row = this.count++
    const { status, exitCode, signal } = this.#endingOf(ending as string)
    const peak = Number(peakMemory)
    this.#pid[row] = Number(pid)
    this.#ppid[row] = Number(ppid)
    this.#begun[row] = start === null ? -Infinity : Number(start)
    this.#start[row] = milliseconds(Number(start ?? 0))
    this.#end[row] = end === null ? Infinity : milliseconds(Number(end))
    this.#name[row] = this.#intern(name as string)
    this.#commandLine[row] = this.#intern(commandLine as string)
    this.#workingDir[row] = this.#intern(workingDir as string)
    this.#signal[row] = signal
    this.#status[row] = status
    this.#exitCode[row] = exitCode
    this.#cpuTime[row] = cpuTime === null ? NaN : Number(cpuTime) / 1000
    this.#peakMemory[row] = peak < 0 ? peak + 2 ** 64 : peak
  }

  /**
   * @param seq sequence of the run when the daemon looked at it
   * @param origin its start, in milliseconds since 1970
   */
  finish(seq: number, origin: number): RunColumns {
    this.#resize(this.count)
    return {
      seq,
      origin,
      strings: [...this.#strings.keys()],
      count: this.count,
      pid: this.#pid,
      parent: parentRows(this.#pid, this.#ppid, this.#begun),
      ppid: this.#ppid,
      start: this.#start,
      end: this.#end,
      name: this.#name,
      commandLine: this.#commandLine,
      workingDir: this.#workingDir,
      signal: this.#signal,
      status: this.#status,
      exitCode: this.#exitCode,
      cpuTime: this.#cpuTime,
      peakMemory: this.#peakMemory,
      begun: this.#begun,
      bytes: this.text + BYTES_OF_ROW * this.count,
    }
  }

  #resize(length: number): void {
    this.#pid = resized(this.#pid, new Int32Array(length))
    this.#ppid = resized(this.#ppid, new Int32Array(length))
    this.#begun = resized(this.#begun, new Float64Array(length))
    this.#start = resized(this.#start, new Float64Array(length))
    this.#end = resized(this.#end, new Float64Array(length))
    this.#name = resized(this.#name, new Uint32Array(length))
    this.#commandLine = resized(this.#commandLine, new Uint32Array(length))
    this.#workingDir = resized(this.#workingDir, new Uint32Array(length))
    this.#signal = resized(this.#signal, new Uint32Array(length))
    this.#status = resized(this.#status, new Uint8Array(length))
    this.#exitCode = resized(this.#exitCode, new Int32Array(length))
    this.#cpuTime = resized(this.#cpuTime, new Float64Array(length))
    this.#peakMemory = resized(this.#peakMemory, new Float64Array(length))
  }

  #endingOf(text: string): Ending {
    const known = this.#endings.get(text)
    if (known) return known
    const [, status, exitCode, signal] = /^(\w+) (-?\d*) (.*)$/s.exec(text)!
    const ending = {
      status: STATUS[status!]!,
      exitCode: exitCode === '' ? NO_EXIT_CODE : Number(exitCode),
      signal: this.#intern(signal!),
    }
    this.#endings.set(text, ending)
    return ending
  }

  #intern(text: string): number {
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    this.text += 2 * text.length
    this.#strings.set(text, this.#strings.size)
    return this.#strings.size - 1
  }
}

/** In all columns. */
const BYTES_OF_ROW = 72

/** Whole microseconds, as milliseconds. */
const milliseconds = (ns: number): number => Math.trunc(ns / 1000) / 1000

/** Copies as much of a column as fits. @returns `into` */
function resized<Column extends Int32Array | Uint32Array | Uint8Array | Float64Array>(
  column: Column,
  into: Column,
): Column {
  into.set(column.subarray(0, into.length))
  return into
}
