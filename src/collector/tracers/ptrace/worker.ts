import { parentPort } from 'node:worker_threads'
import { elapsed, type Clock } from '../../clock.ts'
import { FilesSpoiled, installFilter, type FileListener } from '../files/install.ts'
import { Lives } from '../files/lives.ts'
import { isUnknownFormat, spawnHeld } from '../spawn/held-build.ts'
import { TracerRefused, type Command, type FilesUnseen } from '../tracer.ts'
import { JournalWriter } from './journal-writer.ts'
import { LettingGo } from './let-go.ts'
import { awaitChange, isStop } from './libc.ts'
import { awaitExec, follow, seize, type Stop } from './loop.ts'
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

async function trace({ command, clock, lives }: TraceRequest): Promise<void> {
  const lettingGo = new LettingGo(post)
  const letGo: System['letGo'] = (pid, image) => lettingGo.letGo(pid, image)
  const system = { ...linux, letGo, ...(lives && countLives(new Lives(lives))) }
  const tracees = new Tracees(new JournalWriter((chunk) => post({ type: 'chunk', chunk })), system)
  const files = lives !== undefined
  let started = await start(command, clock, false, files)
  if (isUnknownFormat(started.error)) started = await start(command, clock, true, files)
  const { pid: root, time } = started
  if (started.error !== 0) return post({ type: 'failed', error: started.error })
  post({ type: 'started', pid: root, time, files: started.files })
  tracees.root(root, process.pid, time)
  const errors = new Set<string>()
  const end = follow(root, tracees, clock, (error) => errors.add(String(error)), started.held)
  tracees.finish()
  if (!end) errors.add('the end of the build was not seen')
  const { status, time: ended } = end ?? { status: LOST_STATUS, time: elapsed(clock) }
  post({ type: 'ended', status, time: ended, errors: [...errors] })
}

/** What the tracing thread asks first of a new process or thread, and at each exec: what is remembered of it is void. */
const countLives = (lives: Lives): Pick<System, 'leadsProcess' | 'readImage'> => ({
  leadsProcess(tid) {
    lives.began(tid)
    return linux.leadsProcess(tid)
  },
  readImage(pid) {
    lives.began(pid)
    return linux.readImage(pid)
  },
})

/** A build whose first process runs, or has ended. */
interface StartedBuild {
  readonly pid: number
  readonly time: number
  /** The error number of its execve(2); 0 if it runs or has run. */
  readonly error: number
  /** Its stop at its exec, if it still stands there. */
  readonly held?: Stop | undefined
  readonly files?: FileListener | FilesUnseen | undefined
}

/** Starts the command with us as its tracer. */
async function start(
  command: Command,
  clock: Clock,
  isScript: boolean,
  files: boolean,
): Promise<StartedBuild> {
  const build = spawnHeld(command, isScript)
  const { pid } = build
  try {
    seize(pid)
  } catch (error) {
    await build.abandon()
    throw error
  }
  const time = elapsed(clock)
  build.release()
  const held = files ? awaitExec(pid) : undefined
  // It stops at its exec. One that could not execute ends, and posix_spawn(3) waits for it, maybe after we have seen it.
  if (held === undefined) return { pid, time, error: isStop(awaitChange(pid)) ? 0 : await build.outcome }
  try {
    return { pid, time, error: 0, held, files: installFilter(pid) }
  } catch (error) {
    const refusal = { refusal: (error as Error).message }
    if (!(error instanceof FilesSpoiled)) return { pid, time, error: 0, held, files: refusal }
    await build.abandon()
    return { ...(await start(command, clock, isScript, false)), files: refusal }
  }
}

parentPort!.once('message', async (request: TraceRequest | null) => {
  // Without a request the thread is not needed, and ends.
  if (!request) return
  try {
    await trace(request)
  } catch (error) {
    if (!(error instanceof TracerRefused)) throw error
    post({ type: 'refused', reason: error.message })
  }
})
