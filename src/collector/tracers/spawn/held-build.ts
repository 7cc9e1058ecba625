import { __WALL, allocate, errno, kill, libc, setFileLimit, wait4 } from '../ptrace/libc.ts'
import type { Command } from '../tracer.ts'
import { awaitChild, children } from './children.ts'
import { Gate } from './gate.ts'
import { ignoreAgain, spawnArguments } from './spawn-arguments.ts'

const SIGKILL = 9

/** A build's first process, which has not executed anything yet. */
export interface HeldBuild {
  readonly pid: number
  /** Lets it execute the command. */
  readonly release: () => void
  /** Ends it before it has done anything. */
  readonly abandon: () => Promise<void>
  /** The error number of its execve(2); 0 if the command runs. */
  readonly outcome: Promise<number>
}

/**
 * Starts a command and holds it before its first instruction, so that a tracer can take hold of it: with our process
 * group, terminal and directory, and for the rest what we were started with. Not with `child_process`, which resets
 * all signals, makes standard streams blocking, and reaps the stops that a tracer waits for; and without a shell,
 * which changes the environment. posix_spawn(3) waits for the execve(2), so that it does in a thread of libuv's.
 * @param isScript run it by the shell: the system did not know its format
 * @throws TracerRefused if this system cannot do it; nothing runs then
 */
export function spawnHeld(command: Command, isScript: boolean): HeldBuild {
  const gate = new Gate()
  const known = children()
  const spawn = libc.func(
    'int posix_spawn(void *pid, void *path, void *actions, void *attributes, void *argv, void *environ)',
  )
  ignoreAgain(command.origin.ignored)
  const outcome = new Promise<number>((resolve) => {
    const args = spawnArguments(command, gate, isScript)
    spawn.async(allocate(8).pointer, ...args, (_error: unknown, result: number) => resolve(result))
  }).finally(() => gate.close())
  const pid = awaitChild(known)
  if (command.origin.openFiles !== undefined) setFileLimit(pid, command.origin.openFiles)
  const release = () => gate.open()
  const abandon = async (): Promise<void> => {
    kill(pid, SIGKILL)
    await outcome
    wait4(pid, __WALL)
  }
  return { pid, release, abandon, outcome }
}

/** Whether execve(2) failed because the system does not know the file's format. */
export const isUnknownFormat = (outcome: number): boolean => outcome === errno['ENOEXEC']
