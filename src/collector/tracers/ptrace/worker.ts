import { parentPort } from 'node:worker_threads'
import { elapsed } from '../../clock.ts'
import { restoreFileLimit } from '../file-limit.ts'
import { TracerRefused } from '../tracer.ts'
import { JournalWriter } from './journal-writer.ts'
import { LettingGo } from './let-go.ts'
import { follow, seize } from './loop.ts'
import type { TraceMessage, TraceRequest } from './messages.ts'
import { spawnStopped } from './spawn.ts'
import { linux, type System } from './system.ts'
import { Tracees } from './tracees.ts'

/**
 * The tracing thread: ptrace belongs to a thread, and this one does nothing else. When it ends, the kernel
 * detaches it from whatever outlived the build, and lets that run on (ptrace(2), PTRACE_DETACH).
 */
const post = (message: TraceMessage): void => parentPort!.postMessage(message)

/** The exit status of a build whose end was not seen: 1, in the upper byte as wait(2) has it. */
const LOST_STATUS = 1 << 8

function trace({ command, clock }: TraceRequest): void {
  const lettingGo = new LettingGo(post)
  const system: System = { ...linux, letGo: (pid, image) => lettingGo.letGo(pid, image) }
  const tracees = new Tracees(new JournalWriter((chunk) => post({ type: 'chunk', chunk })), system)
  restoreFileLimit()
  const time = elapsed(clock)
  const root = spawnStopped(command)
  seize(root)
  tracees.root(root, process.pid, time)
  post({ type: 'started', pid: root, time })
  const errors = new Set<string>()
  const end = follow(root, tracees, clock, (error) => errors.add(String(error)))
  tracees.finish()
  if (!end) errors.add('the end of the build was not seen')
  const { status, time: ended } = end ?? { status: LOST_STATUS, time: elapsed(clock) }
  post({ type: 'ended', status, time: ended, errors: [...errors] })
}

parentPort!.once('message', (request: TraceRequest | null) => {
  // Without a request it is not needed, and ends.
  if (!request) return
  try {
    trace(request)
  } catch (error) {
    if (!(error instanceof TracerRefused)) throw error
    post({ type: 'refused', reason: error.message })
  }
})
