import { isatty } from 'node:tty'

/** Sent to us alone by whoever wants the build to end; the terminal sends its own to the whole process group. */
const FORWARDED = ['SIGTERM', 'SIGHUP'] as const
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT'] as const

/**
 * Keeps signals from ending BuildSpy before the build: it ends when the build does, with its exit code.
 * Ctrl-C reaches the build from the terminal; without a terminal, it is passed on.
 */
export function forwardSignals(): { readonly to: (pid: number) => void } {
  let build: number | undefined
  const pending: NodeJS.Signals[] = []
  const pass = (signal: NodeJS.Signals): void => {
    if (build === undefined) pending.push(signal)
    else send(build, signal)
  }
  const terminal = isatty(0) || isatty(1) || isatty(2)
  for (const signal of FORWARDED) process.on(signal, pass)
  for (const signal of FROM_TERMINAL) process.on(signal, terminal ? () => {} : pass)
  return {
    to(pid) {
      build = pid
      for (const signal of pending.splice(0)) send(pid, signal)
    },
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The build has ended already.
  }
}
