import { printTime } from '../../wire/time.ts'
import { commandLine } from './command-line.ts'
import {
  NO_PIPES,
  type Executed,
  type Exited,
  type Image,
  type Pipes,
  type Started,
} from '../tracers/tracer.ts'
import { NOT_SAMPLED, type Numbers } from './process-numbers.ts'

/** A process of the build while it lives. Times in nanoseconds since 1970. */
export interface Live {
  readonly pid: number
  readonly ppid: number
  readonly start: bigint
  /** The same as the wire has it. */
  readonly startText: string
  readonly parent: Live | undefined
  name: string
  cmdline: string
  workingDir: string
  /** Whether the daemon knows the process. */
  announced: boolean
  /** Latest sample: per cent of one core, and resident bytes. */
  cpuUsage: number
  memory: number
  sample: Numbers
  /** The pipes that it was given at its last exec. */
  pipes: Pipes
  /** Children alive now, since when there has been at least one, and how long there was one before. */
  children: number
  waitingSince: bigint
  waited: bigint
}

/** Removes the secrets from a command line. */
export type Redact = (argv: readonly string[]) => readonly string[]

/** The processes alive, by id. An id belongs to one living process at a time. */
export class ProcessTable {
  private readonly redact: Redact
  private readonly live = new Map<number, Live>()

  /** @param redact takes the secrets out of a command line */
  constructor(redact: Redact) {
    this.redact = redact
  }

  get size(): number {
    return this.live.size
  }

  get(pid: number): Live | undefined {
    return this.live.get(pid)
  }

  values(): IterableIterator<Live> {
    return this.live.values()
  }

  pids(): IterableIterator<number> {
    return this.live.keys()
  }

  /** A forked process still runs its parent's image. */
  start(event: Started): Live {
    const parent = this.live.get(event.ppid)
    const process: Live = {
      pid: event.pid,
      ppid: event.ppid,
      start: event.time,
      startText: printTime(event.time),
      parent,
      name: parent?.name ?? '',
      cmdline: parent?.cmdline ?? '',
      workingDir: parent?.workingDir ?? '',
      announced: false,
      cpuUsage: 0,
      memory: 0,
      sample: NOT_SAMPLED,
      pipes: NO_PIPES,
      children: 0,
      waitingSince: 0n,
      waited: 0n,
    }
    if (parent && parent.children++ === 0) parent.waitingSince = event.time
    this.live.set(event.pid, process)
    return process
  }

  image(event: Executed): Live | undefined {
    const process = this.live.get(event.pid)
    if (process) this.setImage(process, event.image)
    return process
  }

  exit(event: Exited): Live | undefined {
    const process = this.live.get(event.pid)
    if (!process) return undefined
    this.live.delete(event.pid)
    const { parent } = process
    if (parent && --parent.children === 0) parent.waited += event.time - parent.waitingSince
    return process
  }

  private setImage(process: Live, image: Image): void {
    process.name = image.name
    process.pipes = image.pipes
    process.cmdline = commandLine(this.redact(image.argv), image.cut)
    process.workingDir = image.workingDir || process.workingDir
  }
}

/** How long a process ran while no child of its own was alive, nanoseconds: the time that is its own doing. */
export function ownTime(process: Live, end: bigint): bigint {
  const waiting = process.children > 0 ? end - process.waitingSince : 0n
  return end - process.start - process.waited - waiting
}
