import { notExecuted } from '../../find-command.ts'
import { toTime, type Clock } from '../../clock.ts'
import { endingOf } from '../status.ts'
import {
  TracerRefused,
  type Command,
  type Ending,
  type TracedBuild,
  type Tracer,
  type TracerEvent,
} from '../tracer.ts'
import { JournalReader } from './journal-reader.ts'
import { PendingFiles } from '../files/pending-files.ts'
import type { TraceMessage, TraceRequest } from './messages.ts'
import { takeThread } from './tracing-thread.ts'
import { UntracedPart } from './untraced-part.ts'

/** How often the journal is read, milliseconds: often enough for a watcher, rarely enough to cost nothing. */
const READ_EVERY_MS = 50

type Report = (event: TracerEvent) => void

/** Sees every fork, exec and exit through ptrace(2), in a thread of its own. Linux on 64-bit processors. */
export const ptraceTracer: Tracer = {
  name: 'ptrace',
  async start(command, clock, report, files) {
    if (process.platform !== 'linux') throw new TracerRefused(`there is no ptrace on ${process.platform}`)
    return trace(command, clock, report, files)
  },
}

function trace(command: Command, clock: Clock, report: Report, files: boolean): Promise<TracedBuild> {
  const journal = new JournalReader(clock)
  const pending = files ? new PendingFiles(clock) : undefined
  const request: TraceRequest = { command, clock, lives: pending?.lives }
  const worker = takeThread()
  const drain = (): void => journal.drain((event) => untraced.pass(event))
  const untraced = new UntracedPart(clock, report, drain)
  const timer = setInterval(drain, READ_EVERY_MS)
  worker.on('exit', () => {
    clearInterval(timer)
    pending?.dismiss()
  })

  return new Promise((started, refused) => {
    let pid = 0
    const ended = new Promise<Ending>((resolve, reject) => {
      worker.on('message', (message: TraceMessage) => {
        if (message.type === 'chunk') return journal.add(message.chunk)
        if (message.type === 'refused') return refused(new TracerRefused(message.reason))
        if (message.type === 'failed') return refused(notExecuted(command.argv[0], message.error))
        if (message.type === 'started') {
          pid = message.pid
          const files = pending?.begin(message.files)
          return started({ pid, start: toTime(clock, message.time), ended, files })
        }
        if (message.type === 'deprived') return untraced.deprive(message)
        drain()
        if (message.type === 'let go') return untraced.add(message, message.pid === pid)
        const { status, errors } = message
        const time = toTime(clock, message.time)
        untraced
          .finish(time)
          .then((unseen) => resolve(ending(status, time, [...faults(errors), ...unseen])))
          .catch(reject)
      })
      worker.on('error', (cause) => {
        // Before the start this means that the C library could not be loaded.
        if (pid === 0) return refused(new TracerRefused(cause.message, { cause }))
        drain()
        outlive(pid, cause, clock).then(resolve, reject)
      })
      worker.postMessage(request)
    })
  })
}

/** The tracing thread died: the kernel has let the build go on untraced, and its end is still ours to await. */
async function outlive(pid: number, cause: Error, clock: Clock): Promise<Ending> {
  const { awaitExit } = await import('./await-exit.ts')
  const { status, time } = await awaitExit(pid, clock)
  return ending(status, toTime(clock, time), faults([cause.message]))
}

const ending = (status: number, time: bigint, blindSpots: readonly string[]): Ending => ({
  ...endingOf(status),
  time,
  blindSpots,
})

const faults = (errors: readonly string[]): string[] =>
  errors.map((error) => `The tracer had a fault and may have missed something: ${error}`)
