/** A line is sent once it has so many bytes: a submission may have 256 KiB. */
const LINE_BYTES = 128 * 1024

/** So many uses of one process are in a line at most. */
const USES = 4000

/** Which process used which files. */
export interface ProcessUses {
  readonly pid: number
  /** As in its events. */
  readonly startTime: string
  /** By id: a sum of `ACCESS`. */
  readonly files: ReadonlyMap<number, number>
  /** Lookups that found nothing. */
  readonly failed: number
}

/** Makes the `files` lines of a run: names and uses, a name in the line of its first use or before. */
export class FileLines {
  private readonly runId: string
  private readonly sink: (line: string) => void
  private part = 0
  private first = 0
  private names: string[] = []
  private processes: string[] = []
  private bytes = 0

  constructor(runId: string, sink: (line: string) => void) {
    this.runId = runId
    this.sink = sink
  }

  /** The next name, whose id is one more than that of the last. */
  name(name: string): void {
    const text = JSON.stringify(name)
    this.reserve(Buffer.byteLength(text) + 1)
    this.names.push(text)
  }

  process({ pid, startTime, files, failed }: ProcessUses): void {
    const uses = [...files].sort(([one], [other]) => one - other)
    for (let from = 0; from === 0 || from < uses.length; from += USES) {
      const deltas: number[] = []
      let before = 0
      for (const [id, access] of uses.slice(from, from + USES)) {
        deltas.push(id - before, access)
        before = id
      }
      // The parts of a process are added up.
      const part = { pid, start_time: startTime, failed: from === 0 ? failed : 0, accesses: deltas }
      const text = JSON.stringify(part)
      this.reserve(text.length + 1)
      this.processes.push(text)
    }
  }

  /** Sends what waits. */
  flush(): void {
    const { names, processes, runId, first } = this
    if (names.length === 0 && processes.length === 0) return
    const head = JSON.stringify({ build_run_id: runId, part: this.part++, first }).slice(0, -1)
    this.sink(
      `{"type":"files","data":${head},"names":[${names.join(',')}],"processes":[${processes.join(',')}]}}`,
    )
    this.first += names.length
    this.names = []
    this.processes = []
    this.bytes = 0
  }

  private reserve(bytes: number): void {
    if (this.bytes + bytes > LINE_BYTES) this.flush()
    this.bytes += bytes
  }
}
