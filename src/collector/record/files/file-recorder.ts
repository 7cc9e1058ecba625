import { redactKeys } from '../../secrets/redact-keys.ts'
import { ACCESS } from '../../tracers/files/access.ts'
import { BEYOND, MOST_NAMES, type FileRecord } from '../../tracers/files/file-use.ts'
import { normal } from '../../tracers/files/normal.ts'
import type { FileTrace, TracerEvent } from '../../tracers/tracer.ts'
import type { Live } from '../process-table.ts'
import { FileLines } from './file-lines.ts'
import { nameText } from './name-text.ts'
import { BEYOND_LIMIT, LEFT_OUT, NameTable } from './name-table.ts'
import { isSystemPath, type FileScope } from './project.ts'

/** What a process has used so far. */
interface Used {
  readonly files: Map<number, number>
  failed: number
}

export interface FileRecorderOptions {
  readonly runId: string
  readonly scope: FileScope
  /** Of the build. */
  readonly workingDir: string
  readonly redact: boolean
}

/** A process whose end was noticed late may have used files of which another, with its id, is told: nanoseconds. */
const SETTLED = 1_000_000_000n

/** Gathers which files each process of a build uses, and makes the lines of it. */
export class FileRecorder {
  private readonly trace: FileTrace
  private readonly options: FileRecorderOptions
  private readonly lines: FileLines
  private readonly names: NameTable
  /** By the id in the journal. */
  private readonly ids: number[] = []
  private readonly used = new Map<number, Used>()
  private beyond = 0
  private unread = 0
  private unassigned = 0

  constructor(trace: FileTrace, options: FileRecorderOptions, sink: (line: string) => void) {
    this.trace = trace
    this.options = options
    this.lines = new FileLines(options.runId, sink)
    this.names = new NameTable((name) => this.lines.name(name))
  }

  /** A process executed a program or ended. @param process which, as it was before its end */
  see(event: TracerEvent, process: Live | undefined): void {
    if (event.type === 'start') return
    this.read(event.time)
    if (event.type === 'image') {
      const { file } = event.image
      if (file !== undefined) this.add(event.pid, this.idOf(file), ACCESS.EXECUTED)
    } else this.ended(event.pid, process)
  }

  /** Sends what is complete. @param now nanoseconds since 1970 */
  tick(now: bigint): void {
    this.read(now - SETTLED)
    this.lines.flush()
  }

  /** Ends the recording. @param survivors processes that outlived the build @returns what is missing, a sentence each */
  async finish(survivors: Iterable<Live>): Promise<string[]> {
    const faults = await this.trace.finish(this.take)
    for (const process of survivors) this.ended(process.pid, process)
    this.lines.flush()
    const sentences = [...faults]
    if (this.beyond > 0)
      sentences.push(
        `${this.beyond} uses of files were not recorded: the record has room for ${MOST_NAMES} names.`,
      )
    if (this.unread > 0)
      sentences.push(`${this.unread} calls on files were not recorded: their paths could not be read.`)
    if (this.unassigned + this.used.size > 0)
      sentences.push(
        `${this.unassigned + this.used.size} processes used files, and are not in the record themselves.`,
      )
    return sentences
  }

  private read(time: bigint): void {
    this.trace.until(time, this.take)
  }

  private readonly take = (record: FileRecord): void => {
    if (record.type === 'name') this.ids.push(this.idOf(record.name))
    else if (record.type === 'unread') this.unread++
    else if (record.type === 'failed') this.usedBy(record.pid).failed++
    else this.add(record.pid, record.id === BEYOND ? BEYOND_LIMIT : this.ids[record.id]!, record.access)
  }

  private add(pid: number, id: number, access: number): void {
    if (id === BEYOND_LIMIT) this.beyond++
    if (id < 0) return
    const { files } = this.usedBy(pid)
    files.set(id, (files.get(id) ?? 0) | access)
  }

  /** @param file its bytes as latin-1 */
  private idOf(file: string): number {
    const { scope, redact, workingDir } = this.options
    const text = nameText(normal(file))
    if (scope === 'project' && isSystemPath(text, workingDir)) return LEFT_OUT
    return this.names.idOf(redact ? redactKeys(text, '[redacted]') : text)
  }

  private usedBy(pid: number): Used {
    const known = this.used.get(pid)
    if (known) return known
    const used = { files: new Map<number, number>(), failed: 0 }
    this.used.set(pid, used)
    return used
  }

  private ended(pid: number, process: Live | undefined): void {
    const used = this.used.get(pid)
    if (!used) return
    this.used.delete(pid)
    if (process) this.lines.process({ pid, startTime: process.startText, ...used })
    else this.unassigned++
  }
}
