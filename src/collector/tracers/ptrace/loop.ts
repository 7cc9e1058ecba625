import { elapsed, type Clock } from '../../clock.ts'
import { TracerRefused } from '../tracer.ts'
import { tracerOf } from './tracer-of.ts'
import { __WNOTHREAD, errno, errorText, eventMessage, lastError, ptrace, WNOHANG } from './libc.ts'
import { readDelays } from './proc.ts'
import type { Tracees } from './tracees.ts'
import { awaited, awaitStop, awaitStopOf, takeStop, reap } from './wait.ts'

// ptrace(2): requests, options and events.
const CONT = 7
const DETACH = 17
const SETOPTIONS = 0x4200
const SEIZE = 0x4206
const LISTEN = 0x4208
/** PTRACE_O_TRACEFORK, TRACEVFORK, TRACECLONE, TRACEEXEC. */
const OPTIONS = 0x02 | 0x04 | 0x08 | 0x10
const TRACE_EXIT = 0x40
const EVENT = { fork: 1, vfork: 2, clone: 3, exec: 4, exit: 6, stop: 128 } as const

/** SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU. */
const isStopSignal = (signal: number): boolean => signal >= 19 && signal <= 22

/** How long the last reports are gathered once the build's own process is gone, milliseconds. */
const SETTLE_MS = 20

/** Takes hold of a process that has not executed its command yet. @throws TracerRefused */
export function seize(pid: number): void {
  if (ptrace(SEIZE, pid, OPTIONS) === -1) throw refusedBy(pid, lastError())
}

/** A process has one tracer: if it is that, whose it is says more than the error number. */
function refusedBy(pid: number, error: number): TracerRefused {
  const tracer = tracerOf(pid)
  return new TracerRefused(tracer ? `already traced by ${tracer}` : `PTRACE_SEIZE: ${errorText(error)}`)
}

/** A stop, with the resident memory of its process so far, in bytes. */
export interface Stop {
  /** The status word of wait(2). */
  readonly status: number
  readonly maxResident: number
}

const awaitedStop = (): Stop => ({ status: awaited.status(), maxResident: awaited.maxResident() })

/**
 * Waits until the build's first process stands at its exec, and lets it have what comes before.
 * @returns that stop, which is for `follow` to look at; undefined if it will not execute
 */
export function awaitExec(root: number): Stop | undefined {
  for (;;) {
    const tid = awaitStopOf(root)
    if (tid === -1 && lastError() === errno['EINTR']) continue
    const stop = awaitedStop()
    const { status } = stop
    if (tid !== root || (status & 0xff) !== 0x7f) return undefined
    if (status >> 16 === EVENT.exec) return stop
    const signal = (status >> 8) & 0xff
    const isGroupStop = status >> 16 === EVENT.stop && isStopSignal(signal)
    ptrace(isGroupStop ? LISTEN : CONT, root, status >> 16 === 0 ? signal : 0)
  }
}

/** The build's own end: its status word (wait(2)) and the time on the clock. */
export interface RootEnd {
  readonly status: number
  readonly time: number
}

/**
 * Follows the build until its first process has ended. Whatever goes wrong while a stop is looked at, the
 * stopped thread is resumed: the build comes first, its record second.
 * @param held a stop of the first process that is still to be looked at, if there is one
 * @returns undefined if the first process was lost without a status
 */
export function follow(
  root: number,
  tracees: Tracees,
  clock: Clock,
  failed: (error: unknown) => void,
  held?: Stop,
): RootEnd | undefined {
  let first = held
  let end: RootEnd | undefined
  /** Whose children are waited for: what this thread traces; once the first process is let go, its starter's too. */
  let whose = __WNOTHREAD
  for (;;) {
    const tid = first ? root : awaitStop(whose | (end ? WNOHANG : 0))
    if (tid === -1 && lastError() === errno['EINTR']) continue
    if (tid <= 0) return end
    const time = elapsed(clock)
    const { status, maxResident } = first ?? awaitedStop()
    first = undefined
    if ((status & 0xff) === 0x7f) {
      let signal = 0
      try {
        signal = stopped(tid, { status, maxResident }, time, tracees)
      } catch (error) {
        failed(error)
      }
      const request = signal === STAY ? LISTEN : signal === LEAVE ? DETACH : CONT
      if (request === DETACH && tid === root) whose = 0
      // One that was killed in its stop is gone (ESRCH), and its id may be that of a thread that executed and stands there already.
      if (ptrace(request, tid, Math.max(signal, 0)) === -1 && lastError() !== errno['ESRCH']) takeStop(tid)
    } else {
      const usage = awaited.usage()
      const delays = readDelays(tid)
      reap(tid)
      try {
        tracees.ended(tid, { time, status, usage, delays })
      } catch (error) {
        failed(error)
      }
      if (tid === root) end = { status, time }
    }
    if (end && time - end.time > SETTLE_MS * 1e6) return end
  }
}

/** Instead of a signal: the thread remains in its group stop, or goes on untraced. */
const STAY = -1
const LEAVE = -2

/** Looks at one stop. @returns the signal to deliver on resuming, or one of the above */
function stopped(tid: number, { status, maxResident }: Stop, time: number, tracees: Tracees): number {
  const signal = (status >> 8) & 0xff
  switch (status >> 16) {
    case 0:
      return signal
    case EVENT.fork:
    case EVENT.vfork:
    case EVENT.clone:
      if (tracees.forked(tid, eventMessage(tid), time)) ptrace(SETOPTIONS, tid, OPTIONS | TRACE_EXIT)
      return 0
    case EVENT.exec: {
      // Without threads, nobody but the process itself can have executed.
      let former = tid
      if (tracees.hasThreads) {
        // The kernel answers nothing about a thread that took over its process's id until its stop is waited for (ptrace.c).
        takeStop(tid)
        former = eventMessage(tid)
      }
      const onward = tracees.executed(tid, former, time, maxResident)
      if (onward === 'untraced') return LEAVE
      // Options are a thread's own, and inherited: this one has its parent's, or those of the thread that executed.
      ptrace(SETOPTIONS, tid, onward === 'traced to its exit' ? OPTIONS | TRACE_EXIT : OPTIONS)
      return 0
    }
    case EVENT.exit:
      tracees.exiting(tid, maxResident)
      return 0
    case EVENT.stop:
      tracees.appeared(tid, time)
      // The end of a thread is not worth a stop: what is read there is its process's.
      if (tracees.isThread(tid)) ptrace(SETOPTIONS, tid, OPTIONS)
      return isStopSignal(signal) ? STAY : 0
    default:
      return 0
  }
}
