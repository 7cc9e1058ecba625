import { notExecuted } from '../../find-command.ts'
import { __WALL, wait4, waitedStatus, WNOHANG } from '../ptrace/libc.ts'
import { isUnknownFormat, spawnHeld } from '../spawn/held-build.ts'
import { endingOf } from '../status.ts'
import type { Command } from '../tracer.ts'
import type { Running } from './running.ts'

/** SIGCHLD tells of the end at once; should it be lost, milliseconds. */
const LOOK_EVERY_MS = 100

/** The exit status of a process that somebody else has waited for: 1, in the upper byte as wait(2) has it. */
const LOST_STATUS = 1 << 8

/**
 * Starts a command as a build under ptrace is started.
 * @throws TracerRefused if this system cannot, or CannotRun
 */
export async function startNatively(command: Command): Promise<Running> {
  let { pid, error } = await start(command, false)
  if (isUnknownFormat(error)) ({ pid, error } = await start(command, true))
  if (error !== 0) throw notExecuted(command.argv[0], error)
  return { pid, ended: endOf(pid).then(endingOf) }
}

async function start(command: Command, isScript: boolean): Promise<{ pid: number; error: number }> {
  const held = spawnHeld(command, isScript)
  held.release()
  return { pid: held.pid, error: await held.outcome }
}

/** @returns the status word of wait(2) */
function endOf(pid: number): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = wait4(pid, __WALL | WNOHANG)
      if (found === 0) return
      clearInterval(timer)
      process.off('SIGCHLD', look)
      resolve(found === pid ? waitedStatus() : LOST_STATUS)
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    process.on('SIGCHLD', look)
    look()
  })
}
