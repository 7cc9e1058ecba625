import { printTime } from '../../wire/time.ts'
import type {
  BuildRunInput,
  EventType,
  MachineSampleInput,
  ProcessInfoInput,
  SubmissionInput,
} from '../../wire/schema.ts'
import { ProcessTable, type Live, type Redact } from './process-table.ts'
import { numbersAtEnd } from './process-numbers.ts'
import type { Usage } from './sampler.ts'
import { Totals } from './totals.ts'
import type { Ending, Exited, TracerEvent } from '../tracers/tracer.ts'
import { uuid } from '../uuid.ts'

/** The facts of a build before it starts. Times in nanoseconds since 1970. */
export interface RunFacts {
  readonly id: string
  readonly command: string
  readonly args: readonly string[]
  readonly start: bigint
  readonly workingDir: string
  readonly host: string
  readonly cores: number
  readonly labels: Readonly<Record<string, string>>
}

/** Takes a line of the wire. `essential` lines make up the record; samples may be dropped when there is no room. */
export type Sink = (line: string, essential: boolean) => void

/** Hears of each process that ended. */
export type Ended = (process: Live, event: Exited) => void

/** Time for which the start of a process is held back, so that its event has the name of its program. */
const ANNOUNCE_AFTER = 100_000_000n

/** Command lines longer than this are sent with the start and with a new image only, not with each event. */
const REPEATED_COMMAND_LINE = 4096

/** Turns the events of a tracer into the documented submissions (`{type, data}`), one line of JSON each. */
export class Recorder {
  readonly totals = new Totals()
  readonly processes: ProcessTable
  private readonly run: RunFacts
  private readonly sink: Sink
  private readonly ended: Ended
  private unannounced: Live[] = []

  constructor(run: RunFacts, redact: Redact, sink: Sink, ended: Ended = () => {}) {
    this.processes = new ProcessTable(redact)
    this.run = run
    this.sink = sink
    this.ended = ended
  }

  /** Tells that the run is on: at its beginning, and again as a heartbeat. */
  running(): void {
    this.submitRun({ status: 'running' })
  }

  handle(event: TracerEvent): void {
    if (event.type === 'start') {
      this.totals.started()
      this.unannounced.push(this.processes.start(event))
    } else if (event.type === 'image') {
      const process = this.processes.image(event)
      if (process?.announced) this.submitEvent('resource_update', event.time, this.snapshot(process, false))
      else if (process) this.announce(process)
    } else {
      const process = this.processes.exit(event)
      if (process) this.exited(process, event)
    }
  }

  /** Announces processes that have run without a program for a while: a forked shell that goes on as itself. */
  tick(now: bigint): void {
    this.unannounced = this.unannounced.filter((process) => !process.announced)
    for (const process of this.unannounced) {
      if (now - process.start >= ANNOUNCE_AFTER) this.announce(process)
    }
  }

  sampled(process: Live, time: bigint, { cpu, memory, numbers }: Usage): void {
    process.cpuUsage = Math.round(cpu * 10) / 10
    process.memory = memory
    process.sample = numbers
    if (process.announced) this.submitEvent('resource_update', time, this.snapshot(process, true), false)
  }

  /** Adds a sample of the machine, which gives way where there is no room. */
  machine(sample: MachineSampleInput): void {
    this.submit({ type: 'machine', data: sample }, false)
  }

  /** Ends the record. @param capture which tracer, and what it and the way to the daemon lost */
  finish(ending: Ending, capture: NonNullable<BuildRunInput['capture']>): void {
    for (const process of this.unannounced) this.announce(process)
    const { exitCode, time } = ending
    this.submitRun({
      status: exitCode === 0 ? 'completed' : 'failed',
      end_time: printTime(time),
      exit_code: exitCode,
      duration: Number((time - this.run.start) / 1_000_000n),
      capture,
    })
    this.submitEvent('build_complete', time, {
      build_run_id: this.run.id,
      pid: 0,
      name: 'build',
      start_time: printTime(this.run.start),
      end_time: printTime(time),
      status: 'completed',
      exit_code: exitCode,
    })
  }

  private exited(process: Live, event: Exited): void {
    this.announce(process)
    this.totals.ended(process, event)
    this.ended(process, event)
    this.submitEvent('process_end', event.time, this.snapshot(process, true, event))
  }

  private announce(process: Live): void {
    const line: Live[] = []
    for (let next: Live | undefined = process; next && !next.announced; next = next.parent) line.push(next)
    for (const next of line.toReversed()) {
      next.announced = true
      this.submitEvent('process_start', next.start, this.snapshot(next, false))
    }
  }

  /**
   * The process as it is now. One literal for all events: they are many, and objects of one shape are cheap.
   * @param brief leave out a long command line, which is known already
   * @param end how it ended
   */
  private snapshot(process: Live, brief: boolean, end?: Exited): ProcessInfoInput {
    const numbers = end ? numbersAtEnd(process, end) : process.sample
    return {
      build_run_id: this.run.id,
      pid: process.pid,
      ppid: process.ppid,
      name: process.name,
      cmdline: brief && process.cmdline.length > REPEATED_COMMAND_LINE ? '' : process.cmdline,
      start_time: process.startText,
      end_time: end && printTime(end.time),
      // At the end the mean over its life: most processes end before a first sample.
      cpu_usage: end ? meanCpuUsage(process, end) : process.cpuUsage,
      mem_usage: process.memory || (end?.peakMemory ?? 0),
      status: end ? (end.signal ? 'crashed' : 'completed') : 'running',
      working_dir: process.workingDir,
      exit_code: end?.exitCode ?? undefined,
      signal: end?.signal ?? undefined,
      peak_mem: end?.peakMemory ?? undefined,
      user_time_us: numbers.user_time_us,
      system_time_us: numbers.system_time_us,
      read_bytes: numbers.read_bytes,
      written_bytes: numbers.written_bytes,
      run_queue_us: numbers.run_queue_us,
      disk_us: numbers.disk_us,
      voluntary_switches: numbers.voluntary_switches,
      involuntary_switches: numbers.involuntary_switches,
      minor_faults: numbers.minor_faults,
      major_faults: numbers.major_faults,
      blocks_read: numbers.blocks_read,
      blocks_written: numbers.blocks_written,
      stdin_pipe: numbers.stdin_pipe,
      stdout_pipe: numbers.stdout_pipe,
      stderr_pipe: numbers.stderr_pipe,
    }
  }

  private submitEvent(type: EventType, time: bigint, process: ProcessInfoInput, essential = true): void {
    const data = { id: uuid(), build_run_id: this.run.id, timestamp: printTime(time), type, process }
    this.submit({ type: 'build_event', data }, essential)
  }

  private submitRun(state: Partial<BuildRunInput> & Pick<BuildRunInput, 'status'>): void {
    const { id, command, args, start, workingDir, host, cores, labels } = this.run
    const data = {
      id,
      command,
      args: [...args],
      start_time: printTime(start),
      working_dir: workingDir,
      process_count: this.totals.processes,
      host,
      cores,
      labels,
      ...state,
    }
    this.submit({ type: 'build_run', data }, true)
  }

  private submit(submission: SubmissionInput, essential: boolean): void {
    this.sink(JSON.stringify(submission), essential)
  }
}

/** Per cent of one core. */
function meanCpuUsage(process: Live, end: Exited): number {
  const lifetime = Number(end.time - process.start) / 1000
  const cpu = (end.userTime ?? 0) + (end.systemTime ?? 0)
  return lifetime > 0 ? Math.round((cpu / lifetime) * 1000) / 10 : 0
}
