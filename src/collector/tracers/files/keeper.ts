import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { allocate, libc } from '../ptrace/libc.ts'
import { signalSet, stringArray } from '../spawn/c-values.ts'
import { keeperProgram } from './keeper-program.ts'
import { memfd, type ReceivedPage } from './received-page.ts'

const POSIX_SPAWN_SETSIGMASK = 0x08
const POSIX_SPAWN_SETSID = 0x80
/** More than the sizes of posix_spawn(3)'s structures in glibc and musl. */
const OPAQUE_BYTES = 512
/** Says that the file is to be executed, which kernels before 6.3 neither know nor need. */
const MFD_EXEC = 0x10
const ALL_SIGNALS = (1n << 64n) - 1n

/**
 * Starts the keeper: in its own session, deaf to signals, and with nothing of the build or of us but the listener, the
 * page and the end of a pipe whose other end we hold.
 * @param lifeline the end of the pipe that it reads
 * @returns its process id; undefined if it cannot be started
 */
export function startKeeper(listener: number, page: ReceivedPage, lifeline: number): number | undefined {
  const program = keeperFile()
  if (program === undefined) return undefined
  const actions = allocate(OPAQUE_BYTES).pointer
  libc.func('int posix_spawn_file_actions_init(void *actions)')(actions)
  const adddup2 = libc.func('int posix_spawn_file_actions_adddup2(void *actions, int fd, int newfd)')
  // Everything else of ours is close-on-exec.
  for (const [place, fd] of [lifeline, listener, page.fd].entries()) adddup2(actions, fd, place)
  const attributes = allocate(OPAQUE_BYTES).pointer
  libc.func('int posix_spawnattr_init(void *attributes)')(attributes)
  const setflags = libc.func('int posix_spawnattr_setflags(void *attributes, short flags)')
  setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID)
  const setsigmask = libc.func('int posix_spawnattr_setsigmask(void *attributes, void *set)')
  setsigmask(attributes, signalSet(ALL_SIGNALS))
  const spawn = libc.func(
    'int posix_spawn(void *pid, str path, void *actions, void *attributes, void *argv, void *environ)',
  )
  const pid = allocate(8)
  const argv = stringArray([Buffer.from('buildspy-keeper')]).table
  const environ = stringArray([]).table
  const failed = spawn(pid.pointer, `/proc/self/fd/${program}`, actions, attributes, argv, environ) as number
  closeSync(program)
  return failed === 0 ? pid.bytes.readInt32LE() : undefined
}

/** The program as a file without a name, opened for reading, because a file that is open for writing cannot be executed. */
function keeperFile(): number | undefined {
  const program = keeperProgram()
  if (!program) return undefined
  let writable = memfd('buildspy-keeper', program.length, MFD_EXEC)
  if (writable < 0) writable = memfd('buildspy-keeper', program.length)
  if (writable < 0) return undefined
  try {
    writeSync(writable, program, 0, program.length, 0)
    return openSync(`/proc/self/fd/${writable}`, constants.O_RDONLY)
  } finally {
    closeSync(writable)
  }
}
