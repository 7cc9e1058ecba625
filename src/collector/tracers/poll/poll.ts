import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { now, type Clock } from '../../clock.ts'
import {
  TracerRefused,
  type Command,
  type Ending,
  type TracedBuild,
  type Tracer,
  type TracerEvent,
} from '../tracer.ts'
import { Descendants, LOOK_EVERY_MS } from './descendants.ts'

const BLIND_SPOTS = [
  `Processes were found by looking every ${LOOK_EVERY_MS} ms: those that lived shorter are missing, and times are that coarse.`,
  "Exit codes of processes other than the build's first are unknown, and their last moments are missing from CPU time and memory.",
]

/** Looks at /proc from time to time: works wherever the command can be started, and misses what is short. */
export const pollTracer: Tracer = {
  name: 'poll',
  async start(command, clock, report) {
    // Without the C library the build keeps Node's limit.
    await import('../file-limit.ts').then(({ restoreFileLimit }) => restoreFileLimit()).catch(() => {})
    return start(command, clock, report)
  },
}

function start(command: Command, clock: Clock, report: (event: TracerEvent) => void): Promise<TracedBuild> {
  const [program, ...args] = command.argv
  const began = now(clock)
  const child = spawn(program, args, { stdio: standardStreams(command.descriptors) })
  return new Promise((started, refused) => {
    child.once('error', (cause) => refused(new TracerRefused(`${program}: ${cause.message}`, { cause })))
    child.once('spawn', () => {
      const pid = child.pid!
      const descendants = new Descendants(clock)
      descendants.root(pid, process.pid, began, report)
      const timer = setInterval(() => descendants.look(now(clock), report), LOOK_EVERY_MS)
      const ended = new Promise<Ending>((resolve) => {
        child.once('exit', (exitCode, signal) => {
          clearInterval(timer)
          const time = now(clock)
          report(descendants.end(pid, time, { exitCode, signal }))
          descendants.look(time, report)
          resolve({ exitCode: shellCode(exitCode, signal), signal, time, blindSpots: BLIND_SPOTS })
        })
      })
      started({ pid, start: began, ended })
    })
  })
}

const shellCode = (exitCode: number | null, signal: NodeJS.Signals | null): number =>
  exitCode ?? 128 + constants.signals[signal!]

/** Hands on our own streams and each inherited descriptor under its own number. */
function standardStreams(descriptors: readonly number[]): ('inherit' | 'ignore' | number)[] {
  const streams = Array.from({ length: Math.max(2, ...descriptors) + 1 }, (): 'ignore' | number => 'ignore')
  for (const fd of [0, 1, 2, ...descriptors]) streams[fd] = fd
  return streams
}
