import { subjectOf } from '../../../src/domain/analysis/compare/subject.ts'
import type { PackedColumns } from '../../../src/domain/analysis/columns/decode-columns.ts'
import { cutText } from '../../../src/domain/analysis/cut-text.ts'
import { visible } from '../../../src/domain/analysis/visible.ts'
import {
  decode,
  durationOf,
  failed,
  NO_EXIT_CODE,
  textOf,
  type Processes,
} from '../../../src/domain/analysis/processes.ts'
import type { TimelineColumns } from '../../../src/domain/analysis/timeline.ts'
import { Parentage } from '../../../src/domain/parentage.ts'
import type { ProcessUpdate } from './process-update.ts'
import type { RowWaits } from './row-waits.ts'
import { StringTable } from './string-table.ts'

/** Characters of a command line in lists. */
const BRIEF = 400

/** Two times this close are equal, in milliseconds. A pid is not reused within a hundredth of a millisecond. */
const SAME_TIME = 0.01

/**
 * The processes of a run: the columns of `Run.timeline` as typed arrays that grow, kept current by upserts. A row never moves,
 * so a row number identifies a process for as long as the page lives.
 */
export class ProcessRows implements Processes {
  readonly origin: number
  readonly strings: StringTable
  count: number
  /** Goes up with every change. */
  version = 0
  pid: Int32Array
  ppid: Int32Array
  /** The parent's row, or −1. */
  parent: Int32Array
  start: Float64Array
  /** Infinity while the process runs. */
  end: Float64Array
  name: Uint32Array
  commandLine: Uint32Array
  workingDir: Uint32Array
  signal: Uint32Array
  status: Uint8Array
  exitCode: Int32Array
  /** NaN if nothing measured it. */
  cpuTime: Float64Array
  peakMemory: Float64Array
  /** What they waited for, once it is read. */
  waits: RowWaits | null = null
  /** Made at the first use, because most runs have ended. */
  #parentage: Parentage | undefined

  /** @param columns used without copying if they are decoded */
  constructor(columns: TimelineColumns | PackedColumns) {
    const decoded = 'count' in columns ? columns : decode(columns)
    this.origin = decoded.origin
    this.strings = new StringTable(decoded.strings)
    this.count = decoded.count
    this.pid = decoded.pid
    this.ppid = decoded.ppid
    this.parent = decoded.parent
    this.start = decoded.start
    this.end = decoded.end
    this.name = decoded.name
    this.commandLine = decoded.commandLine
    this.workingDir = decoded.workingDir
    this.signal = decoded.signal
    this.status = decoded.status
    this.exitCode = decoded.exitCode
    this.cpuTime = decoded.cpuTime
    this.peakMemory = decoded.peakMemory
  }

  nameOf = (row: number): string => textOf(this, this.name, row)
  commandLineOf = (row: number): string => textOf(this, this.commandLine, row)
  workingDirOf = (row: number): string => textOf(this, this.workingDir, row)
  signalOf = (row: number): string => textOf(this, this.signal, row)
  /** Texts for a page, because a build's text must not steer it. The others are for rules, and for copying. */
  shownNameOf = (row: number): string => visible(this.nameOf(row))
  shownCommandLineOf = (row: number): string => visible(this.commandLineOf(row))
  /** Its beginning, for lists and titles: a command line may have a megabyte. */
  briefCommandLineOf = (row: number): string => visible(cutText(this.commandLineOf(row), BRIEF))
  shownWorkingDirOf = (row: number): string => visible(this.workingDirOf(row))
  /** The subject of the command line. */
  shownSubjectOf = (row: number): string => visible(subjectOf(this.commandLineOf(row)))
  isRunning = (row: number): boolean => this.end[row] === Infinity
  failed = (row: number): boolean => failed(this, row)
  /** Milliseconds, until `now` for a process that runs. */
  durationOf = (row: number, now: number): number => durationOf(this, row, now)

  /** The rows of the children, by row. O(n). */
  childrenOf(row: number): number[] {
    const children: number[] = []
    for (let i = 0; i < this.count; i++) if (this.parent[i] === row) children.push(i)
    return children
  }

  /** The row of a process, or −1. O(log n), or O(m) for m processes with the pid once a row has changed. */
  find(pid: number, start: number): number {
    const isIt = (row: number) => this.pid[row] === pid && Math.abs(this.start[row]! - start) < SAME_TIME
    if (this.#parentage) return this.#parentage.holdersOf(pid).find(isIt) ?? -1
    // Rows as they were read are in the order of their start.
    let low = 0
    for (let high = this.count; low < high;) {
      const middle = (low + high) >>> 1
      if (this.start[middle]! <= start - SAME_TIME) low = middle + 1
      else high = middle
    }
    for (let row = low; row < this.count && this.start[row]! < start + SAME_TIME; row++)
      if (isIt(row)) return row
    return -1
  }

  /** The row of a process that the daemon names with its row, which is another one if this page watched the build; or −1. */
  rowOf({ row, pid, start }: { readonly row: number; readonly pid: number; readonly start: number }): number {
    const isIt = this.pid[row] === pid && Math.abs(this.start[row]! - start) < SAME_TIME
    return isIt ? row : this.find(pid, start)
  }

  /** Adds a process or brings its row up to date; returns the row. */
  upsert(process: ProcessUpdate): number {
    this.#kin()
    const known = this.find(process.pid, process.start)
    const row = known < 0 ? this.#append(process) : known
    if (known < 0) this.#kin().add(row)
    else this.#move(row, process.ppid)
    this.end[row] = process.end ?? Infinity
    this.name[row] = this.strings.intern(process.name)
    this.commandLine[row] = this.strings.intern(process.commandLine)
    this.workingDir[row] = this.strings.intern(process.workingDir)
    this.signal[row] = this.strings.intern(process.signal)
    this.status[row] = process.status
    this.exitCode[row] = process.exitCode ?? NO_EXIT_CODE
    this.cpuTime[row] = process.cpuTime ?? NaN
    this.peakMemory[row] = process.peakMemory
    this.version++
    return row
  }

  #append({ pid, ppid, start }: ProcessUpdate): number {
    if (this.count === this.pid.length) this.#grow()
    const row = this.count++
    this.pid[row] = pid
    this.ppid[row] = ppid
    this.start[row] = start
    this.parent[row] = -1
    return row
  }

  /** Changes the parent's pid of a row. */
  #move(row: number, ppid: number): void {
    const before = this.ppid[row]!
    if (before === ppid) return
    this.ppid[row] = ppid
    this.#kin().move(row, before)
  }

  #kin(): Parentage {
    return (this.#parentage ??= new Parentage(this))
  }

  #grow(): void {
    const capacity = Math.max(256, this.pid.length * 2)
    const larger = <T extends { set(array: T): void }>(array: T, Type: new (length: number) => T): T => {
      const result = new Type(capacity)
      result.set(array)
      return result
    }
    this.pid = larger(this.pid, Int32Array)
    this.ppid = larger(this.ppid, Int32Array)
    this.parent = larger(this.parent, Int32Array)
    this.start = larger(this.start, Float64Array)
    this.end = larger(this.end, Float64Array)
    this.name = larger(this.name, Uint32Array)
    this.commandLine = larger(this.commandLine, Uint32Array)
    this.workingDir = larger(this.workingDir, Uint32Array)
    this.signal = larger(this.signal, Uint32Array)
    this.status = larger(this.status, Uint8Array)
    this.exitCode = larger(this.exitCode, Int32Array)
    this.cpuTime = larger(this.cpuTime, Float64Array)
    this.peakMemory = larger(this.peakMemory, Float64Array)
  }
}
