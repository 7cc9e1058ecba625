import { parentPort } from 'node:worker_threads'
import { elapsed, type Clock } from '../../clock.ts'
import { isUnknownFormat, spawnHeld } from '../spawn/held-build.ts'
import { TracerRefused, type Command } from '../tracer.ts'
import { JournalWriter } from './journal-writer.ts'
import { LettingGo } from './let-go.ts'
import { awaitChange } from './libc.ts'
import { follow, seize } from './loop.ts'
import type { TraceMessage, TraceRequest } from './messages.ts'
import { linux, type System } from './system.ts'
import { Tracees } from './tracees.ts'

/**
 * The tracing thread: ptrace belongs to a thread, and this one does nothing else. When it ends, the kernel
 * detaches it from whatever outlived the build, and lets that run on (ptrace(2), PTRACE_DETACH).
 */
const post = (message: TraceMessage): void => parentPort!.postMessage(message)

/** The exit status of a build whose end was not seen: 1, in the upper byte as wait(2) has it. */
const LOST_STATUS = 1 << 8

async function trace({ command, clock }: TraceRequest): Promise<void> {
  const lettingGo = new LettingGo(post)
  const system: System = { ...linux, letGo: (pid, image) => lettingGo.letGo(pid, image) }
  const tracees = new Tracees(new JournalWriter((chunk) => post({ type: 'chunk', chunk })), system)
  let { pid: root, error, time } = await start(command, clock, false)
  if (isUnknownFormat(error)) ({ pid: root, error, time } = await start(command, clock, true))
  if (error !== 0) return post({ type: 'failed', error })
  post({ type: 'started', pid: root, time })
  tracees.root(root, process.pid, time)
  const errors = new Set<string>()
  const end = follow(root, tracees, clock, (error) => errors.add(String(error)))
  tracees.finish()
  if (!end) errors.add('the end of the build was not seen')
  const { status, time: ended } = end ?? { status: LOST_STATUS, time: elapsed(clock) }
  post({ type: 'ended', status, time: ended, errors: [...errors] })
}

/** Starts the command with us as its tracer. @returns the error number of its execve(2) too, 0 if it runs or has run */
async function start(command: Command, clock: Clock, isScript: boolean) {
  const held = spawnHeld(command, isScript)
  try {
    seize(held.pid)
  } catch (error) {
    await held.abandon()
    throw error
  }
  const time = elapsed(clock)
  held.release()
  // Gone without a trace: posix_spawn(3) has waited for it, since it could not execute.
  return { pid: held.pid, time, error: awaitChange(held.pid) ? 0 : await held.outcome }
}

parentPort!.once('message', async (request: TraceRequest | null) => {
  // Without a request it is not needed, and ends.
  if (!request) return
  try {
    await trace(request)
  } catch (error) {
    if (!(error instanceof TracerRefused)) throw error
    post({ type: 'refused', reason: error.message })
  }
})
