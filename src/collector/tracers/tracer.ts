import { BuildSpyError } from '../../errors.ts'
import type { Clock } from '../clock.ts'
import type { Origin } from '../origin.ts'
import type { FileRecord } from './files/file-use.ts'
import type { Measures } from './measures.ts'

/** The command that a build runs, and what it must find as if it had been started directly. */
export interface Command {
  /** Program and arguments, as typed. */
  readonly argv: readonly [string, ...string[]]
  /** The program's file, as it was found. */
  readonly file: string
  readonly origin: Origin
  /** Which of our descriptors is its standard output. */
  readonly stdout: 1 | 2
}

/** What one exec put into a process. */
export interface Image {
  /** As a person names the program: `cc1`, `make`, `configure`. */
  readonly name: string
  /** Program and arguments as executed. */
  readonly argv: readonly string[]
  /** The system held more arguments than were read. */
  readonly cut: boolean
  /** Working directory at that moment; empty if it could not be read. */
  readonly workingDir: string
  readonly pipes: Pipes
  /** The file that was executed: absolute, its bytes as latin-1. Undefined if the tracer does not know it. */
  readonly file?: string | undefined
}

/** The inodes of the pipes that are standard input, output and error; 0 for what is none. */
export type Pipes = readonly [stdin: number, stdout: number, stderr: number]

export const NO_PIPES: Pipes = [0, 0, 0]

/** A process began. Its parent began earlier, also by `time` (nanoseconds since 1970). */
export interface Started {
  readonly type: 'start'
  readonly pid: number
  readonly ppid: number
  readonly time: bigint
}

/** A process runs another program from now on. */
export interface Executed {
  readonly type: 'image'
  readonly pid: number
  readonly time: bigint
  readonly image: Image
}

/** A process ended. What the tracer cannot measure of it alone, without its children, is null. */
export interface Exited extends Measures {
  readonly type: 'exit'
  readonly pid: number
  readonly time: bigint
  readonly exitCode: number | null
  /** `SIGKILL` and the like, if a signal ended it. */
  readonly signal: string | null
}

/** What a tracer reports, in the order in which it happened; a `start` precedes all else of its process. */
export type TracerEvent = Started | Executed | Exited

/** How the build's own process ended. */
export interface Ending {
  /** The exit code as a shell reports it: 128 + the signal's number if a signal ended the build. */
  readonly exitCode: number
  readonly signal: string | null
  /** Nanoseconds since 1970. */
  readonly time: bigint
  /** What the tracer could not see, a sentence each. */
  readonly blindSpots: readonly string[]
}

/** A build under a tracer. */
export interface TracedBuild {
  /** The build's first process. */
  readonly pid: number
  /** When it began, nanoseconds since 1970. */
  readonly start: bigint
  /** Resolves when that process has ended and every event up to then was handed over. */
  readonly ended: Promise<Ending>
  /** Which files its processes use, or why that is not recorded; undefined if nobody asked for it. */
  readonly files?: FileTrace | FilesUnseen | undefined
}

/** Files are not recorded. */
export interface FilesUnseen {
  readonly refusal: string
}

/** Which files the processes of a build use. */
export interface FileTrace {
  /** The build's set-user-ID programs run without their privilege. */
  readonly isDeprived: boolean
  /** Hands over what happened up to a time, nanoseconds since 1970, and was not handed over yet. */
  until(time: bigint, take: (record: FileRecord) => void): void
  /** Ends the recording, while what outlived the build runs on. @returns what was not seen, a sentence each */
  finish(take: (record: FileRecord) => void): Promise<readonly string[]>
}

/** Starts a command and reports each process that it and its descendants start. */
export interface Tracer {
  readonly name: 'ptrace' | 'poll'
  /**
   * @param report receives the events, in batches up to 50 ms after they happened
   * @param files whether to see which files are used, where that can be seen
   * @throws TracerRefused if this system does not let it trace; nothing has run then
   */
  start(
    command: Command,
    clock: Clock,
    report: (event: TracerEvent) => void,
    files: boolean,
  ): Promise<TracedBuild>
}

/** The system does not allow this way of tracing. */
export class TracerRefused extends BuildSpyError {
  readonly code = 'TRACER_REFUSED'
}
