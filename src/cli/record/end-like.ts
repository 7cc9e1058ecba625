import { closeSync } from 'node:fs'
import { signalNumber } from '../../collector/signals.ts'
import type { Ending } from '../../collector/tracers/tracer.ts'

/** How a build ended. */
export type BuildEnd = Pick<Ending, 'exitCode' | 'signal'>

const PR_SET_DUMPABLE = 4
const SIG_DFL = 0n

/**
 * Lets this process end as the build did, when it exits: by its signal, so that a shell's loop stops at Ctrl-C, or else
 * with its exit code.
 * @param inHaste without waiting for what threads of Node still do, such as asking for the address of a daemon
 */
export async function endLike({ exitCode, signal }: BuildEnd, inHaste: boolean): Promise<void> {
  process.exitCode = exitCode
  const libc = signal !== null || inHaste ? await loadLibrary() : undefined
  process.once('exit', () => {
    leaveStreamsAlone()
    if (signal !== null) {
      process.removeAllListeners(signal)
      // Only the build may leave a useful core dump.
      libc?.func('int prctl(int option, unsigned long value)')(PR_SET_DUMPABLE, 0)
      libc?.func('void *signal(int number, void *handler)')(signalNumber(signal), SIG_DFL)
      process.kill(process.pid, signalNumber(signal))
      // The first process of a container survives its own signals: it ends with 128 + the signal's number.
    }
    libc?.func('void _exit(int code)')(exitCode)
  })
}

/** Undefined if this machine has no C library. Then Node's way has to do, which is less exact. */
const loadLibrary = () =>
  import('../../collector/tracers/ptrace/libc.ts').then(({ libc }) => libc).catch(() => undefined)

/**
 * Keeps Node from restoring streams. At its end, Node gives standard streams the flags, and terminals the modes, that it found
 * at its start. The build may have changed them, and that must stay. Node skips closed descriptors.
 */
function leaveStreamsAlone(): void {
  for (const fd of [0, 1, 2]) {
    try {
      closeSync(fd)
    } catch {
      // It was closed.
    }
  }
}
