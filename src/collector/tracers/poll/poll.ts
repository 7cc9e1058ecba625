import { now, type Clock } from '../../clock.ts'
import { CannotRun } from '../../find-command.ts'
import type { Command, Ending, TracedBuild, Tracer, TracerEvent } from '../tracer.ts'
import { Descendants, LOOK_EVERY_MS } from './descendants.ts'
import type { Running } from './running.ts'

const BLIND_SPOTS = [
  `Processes were found by looking every ${LOOK_EVERY_MS} ms: those that lived shorter are missing, and times are that coarse.`,
  "Exit codes of processes other than the build's first are unknown, and their last moments are missing from CPU time and memory.",
]

/** Reads /proc again and again. It works wherever the command can be started, and misses short processes. */
export const pollTracer: Tracer = {
  name: 'poll',
  async start(command, clock, report, files) {
    const began = now(clock)
    const build = watch(await startCommand(command), began, clock, report)
    return files ? { ...build, files: { refusal: 'that needs ptrace' } } : build
  },
}

async function startCommand(command: Command): Promise<Running> {
  try {
    const { startNatively } = await import('./start-natively.ts')
    return await startNatively(command)
  } catch (error) {
    if (error instanceof CannotRun) throw error
    const { startPortably } = await import('./start-portably.ts')
    return startPortably(command)
  }
}

function watch(
  { pid, ended }: Running,
  start: bigint,
  clock: Clock,
  report: (event: TracerEvent) => void,
): TracedBuild {
  const descendants = new Descendants(clock)
  descendants.root(pid, process.pid, start, report)
  const timer = setInterval(() => descendants.look(now(clock), report), LOOK_EVERY_MS)
  const finish = async (): Promise<Ending> => {
    const { exitCode, signal } = await ended
    clearInterval(timer)
    const time = now(clock)
    report(descendants.end(pid, time, { exitCode: signal ? null : exitCode, signal }))
    descendants.look(time, report)
    return { exitCode, signal, time, blindSpots: BLIND_SPOTS }
  }
  return { pid, start, ended: finish() }
}
