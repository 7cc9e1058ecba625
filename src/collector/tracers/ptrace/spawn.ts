import { readFileSync } from 'node:fs'
import { TracerRefused, type Command } from '../tracer.ts'
import { allocate, errorText, libc, type Memory } from './libc.ts'

/** Stops itself, so that it can be seized before it becomes the command; then keeps its process id. */
const SHELL = ['/bin/sh', '-c', 'kill -STOP $$; exec "$@"', 'sh'] as const

const POSIX_SPAWN_SETSIGDEF = 0x04
const POSIX_SPAWN_SETSIGMASK = 0x08

/** More than glibc's and musl's sizes of posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t. */
const OPAQUE_BYTES = 512

/**
 * Starts a shell that stops itself and, once continued, becomes the command: same process group, terminal,
 * environment and standard streams as ours; signals at their defaults (Node ignores SIGPIPE). Not with
 * `child_process`, whose SIGCHLD handling would reap the stops that the tracer waits for.
 * @returns its process id, a child of the calling thread
 * @throws TracerRefused
 */
export function spawnStopped(command: Command): number {
  const actions = allocate(OPAQUE_BYTES)
  call('int posix_spawn_file_actions_init(void *actions)', actions.pointer)
  const adddup2 = libc.func('int posix_spawn_file_actions_adddup2(void *actions, int fd, int newfd)')
  // Copying a descriptor onto itself takes away the close-on-exec flag that Node set at its start.
  for (const fd of [0, 1, 2, ...command.descriptors]) adddup2(actions.pointer, fd, fd)

  const attributes = allocate(OPAQUE_BYTES)
  const signals = allocate(OPAQUE_BYTES)
  call('int posix_spawnattr_init(void *attributes)', attributes.pointer)
  const flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
  libc.func('int posix_spawnattr_setflags(void *attributes, short flags)')(attributes.pointer, flags)
  call('int sigemptyset(void *set)', signals.pointer)
  call('int posix_spawnattr_setsigmask(void *attributes, void *set)', attributes.pointer, signals.pointer)
  // Not sigfillset(3), which leaves out the two signals that glibc uses itself: the shell would ignore them.
  signals.bytes.fill(0xff)
  call('int posix_spawnattr_setsigdefault(void *attributes, void *set)', attributes.pointer, signals.pointer)

  const pid = allocate(8)
  const argv = stringArray([...SHELL.map((text) => Buffer.from(text)), ...rawArguments(command.argv)])
  // The environment is handed on as bytes: names and values need not be UTF-8.
  const environ = Buffer.from(new Uint8Array(8))
  environ.writeBigUInt64LE(readPointer(libc.symbol('environ') as bigint))
  const spawn = libc.func(
    'int posix_spawn(void *pid, str path, void *actions, void *attributes, void *argv, void *envp)',
  )
  const failure = spawn(
    pid.pointer,
    SHELL[0],
    actions.pointer,
    attributes.pointer,
    argv.pointer,
    environ.readBigUInt64LE(),
  )
  if (failure !== 0) throw new TracerRefused(`posix_spawn of ${SHELL[0]}: ${errorText(failure)}`)
  return pid.bytes.readInt32LE(0)
}

function call(prototype: string, ...args: bigint[]): void {
  libc.func(prototype)(...args)
}

function readPointer(address: bigint): bigint {
  const copy = allocate(8)
  libc.func('void *memcpy(void *to, void *from, size_t size)')(copy.pointer, address, 8)
  return copy.bytes.readBigUInt64LE()
}

/** A NULL-terminated array of pointers to NUL-terminated strings, in one block. */
function stringArray(strings: readonly Buffer[]): Memory {
  const table = (strings.length + 1) * 8
  const block = allocate(table + strings.reduce((sum, text) => sum + text.length + 1, 0))
  let offset = table
  strings.forEach((text, index) => {
    block.bytes.writeBigUInt64LE(block.pointer + BigInt(offset), index * 8)
    offset += text.copy(block.bytes, offset) + 1
  })
  return block
}

/** The arguments as the bytes that we were given, since Node's own copy has lost what is not UTF-8. */
function rawArguments(argv: readonly string[]): readonly Buffer[] {
  const encoded = argv.map((text) => Buffer.from(text))
  if (!argv.some((text) => text.includes('\uFFFD'))) return encoded
  const own = readFileSync('/proc/self/cmdline', 'latin1').split('\0').slice(0, -1)
  const raw = own.slice(-argv.length).map((text) => Buffer.from(text, 'latin1'))
  return raw.every((bytes, index) => bytes.toString() === argv[index]) ? raw : encoded
}
