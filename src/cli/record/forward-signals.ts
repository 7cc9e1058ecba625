import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { isIn } from '../../collector/origin.ts'

/**
 * Signals that others send for the build. The kernel's signals for our own faults are excluded, and so are stops, which Node
 * cannot see.
 */
const FORWARDED = [
  'SIGHUP',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGIO',
  'SIGPWR',
] as const
/** Sent by a terminal as well, and then to the build too. */
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT', 'SIGWINCH'] as const

let build: number | undefined
let pending: NodeJS.Signals[] = []

/**
 * Keeps signals from ending BuildSpy before the build: it ends when the build does, and as that does. They are passed
 * on once there is a build. Without a listener SIGUSR1 opens Node's inspector: call it first of all.
 * @param ignored signals that we were started to ignore: the build ignores them too
 */
export function holdSignals(ignored: bigint): void {
  const listen = (signal: NodeJS.Signals, heard: () => void): void => {
    const number = constants.signals[signal]
    if (number !== undefined) process.on(signal, isIn(ignored, number) ? () => {} : heard)
  }
  for (const signal of FORWARDED) listen(signal, () => pass(signal))
  for (const signal of FROM_TERMINAL) listen(signal, () => isInForeground() || pass(signal))
}

/** From now on the build hears them. */
export function forwardSignals(pid: number): void {
  build = pid
  for (const signal of pending) send(pid, signal)
  pending = []
}

/** Stops forwarding. The build has ended and its record is safe, so a signal is now meant for us. */
export function releaseSignals(ignored: bigint): void {
  for (const signal of [...FORWARDED, ...FROM_TERMINAL])
    if (!isIn(ignored, constants.signals[signal])) process.removeAllListeners(signal)
}

/**
 * A SIGUSR1 that came before Node could hear of it has opened the inspector, and with it sockets.
 * @param nodeOptions by which it may have been asked for
 */
export function closeInspector(nodeOptions: string): void {
  if (/--inspect/.test(`${process.execArgv.join(' ')} ${nodeOptions}`)) return
  // There are Nodes without one.
  const inspector = process.getBuiltinModule('node:inspector')
  if (inspector?.url() === undefined) return
  inspector.close()
  pass('SIGUSR1')
}

function pass(signal: NodeJS.Signals): void {
  if (build === undefined) pending.push(signal)
  else send(build, signal)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The build has ended already.
  }
}

/** Whether signals of a terminal reach our process group, and so the build (proc_pid_stat(5)). */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1')
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return group === foreground
  } catch {
    return false
  }
}
