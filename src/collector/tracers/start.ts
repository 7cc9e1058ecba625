import type { Clock } from '../clock.ts'
import type { TracerChoice } from './choices.ts'
import { pollTracer } from './poll/poll.ts'
import { ptraceTracer } from './ptrace/ptrace.ts'
import { TracerRefused, type Command, type TracedBuild, type Tracer, type TracerEvent } from './tracer.ts'

/** A running build, and its tracer. */
export interface StartedTracing {
  readonly tracer: Tracer['name']
  readonly build: TracedBuild
  /** Why the first choice could not be had. */
  readonly refusal: string | undefined
}

/**
 * Starts a command under the tracer chosen.
 * @param files whether to see which files are used, where that can be seen
 * @throws TracerRefused if that one cannot trace here, and the choice was not `auto`
 */
export async function startTracing(
  choice: TracerChoice,
  command: Command,
  clock: Clock,
  report: (event: TracerEvent) => void,
  files: boolean,
): Promise<StartedTracing> {
  let refusal: string | undefined
  if (choice !== 'poll') {
    try {
      return { tracer: 'ptrace', build: await ptraceTracer.start(command, clock, report, files), refusal }
    } catch (error) {
      if (choice === 'ptrace' || !(error instanceof TracerRefused)) throw error
      refusal = error.message
    }
  }
  return { tracer: 'poll', build: await pollTracer.start(command, clock, report, files), refusal }
}
