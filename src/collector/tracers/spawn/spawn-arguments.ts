import { readFileSync } from 'node:fs'
import { isIn } from '../../origin.ts'
import { allocate, libc, readPointer } from '../ptrace/libc.ts'
import type { Command } from '../tracer.ts'
import { signalSet, stringArray } from './c-values.ts'
import type { Gate } from './gate.ts'

const POSIX_SPAWN_SETSIGDEF = 0x04
const POSIX_SPAWN_SETSIGMASK = 0x08

/** More than glibc's and musl's sizes of posix_spawnattr_t and posix_spawn_file_actions_t. */
const OPAQUE_BYTES = 512

/** Runs a file that is no program and has no `#!`, as in execvp(3) and shells. */
const SHELL = '/bin/sh'

/** The arguments of posix_spawn(3) after the first: path, actions, attributes, argv, environ. */
export type SpawnArguments = readonly [bigint, bigint, bigint, bigint, bigint]

/**
 * The command as posix_spawn(3) takes it: everything as we were started with it.
 * @param gate at which it waits first
 * @param isScript it is handed to the shell
 */
export function spawnArguments(command: Command, gate: Gate, isScript: boolean): SpawnArguments {
  const { file, argv, origin } = command
  const raw = rawArguments(argv)
  const strings = isScript ? [Buffer.from(SHELL), Buffer.from(file), ...raw.slice(1)] : raw
  return [
    stringArray([Buffer.from(isScript ? SHELL : file)]).first,
    fileActions(command, gate),
    attributes(origin.ignored, origin.blocked),
    stringArray(strings).table,
    origin.environ ? stringArray(split(origin.environ)).table : readPointer(libc.symbol('environ') as bigint),
  ]
}

function fileActions({ origin, stdout }: Command, gate: Gate): bigint {
  const { pointer } = allocate(OPAQUE_BYTES)
  call('int posix_spawn_file_actions_init(void *actions)', pointer)
  const addopen = 'int posix_spawn_file_actions_addopen(void *actions, int fd, str path, int flags, int mode)'
  libc.func(addopen)(pointer, gate.place, gate.path, 0, 0)
  const addclose = libc.func('int posix_spawn_file_actions_addclose(void *actions, int fd)')
  addclose(pointer, gate.place)
  const adddup2 = libc.func('int posix_spawn_file_actions_adddup2(void *actions, int fd, int newfd)')
  // Copying a descriptor onto itself removes the close-on-exec flag that Node set at its start.
  for (const fd of [0, 1, 2, ...origin.descriptors]) adddup2(pointer, fd === 1 ? stdout : fd, fd)
  for (const fd of origin.closed) addclose(pointer, fd)
  return pointer
}

function attributes(ignored: bigint, blocked: bigint): bigint {
  const { pointer } = allocate(OPAQUE_BYTES)
  call('int posix_spawnattr_init(void *attributes)', pointer)
  const flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
  libc.func('int posix_spawnattr_setflags(void *attributes, short flags)')(pointer, flags)
  call('int posix_spawnattr_setsigmask(void *attributes, void *set)', pointer, signalSet(blocked))
  // Includes the two signals that glibc uses itself, and would have ignored.
  call('int posix_spawnattr_setsigdefault(void *attributes, void *set)', pointer, signalSet(~ignored))
  return pointer
}

const SIG_IGN = 1n
/**
 * Signals that cannot be ignored (SIGKILL, SIGSTOP), those that glibc keeps for itself, and SIGCHLD, because we wait for a
 * child.
 */
const NEVER_IGNORED = new Set([9, 19, 32, 33, 17])

/**
 * Ignores the signals that this process was started to ignore, so that it survives as long as the build, and the build inherits
 * them.
 */
export function ignoreAgain(ignored: bigint): void {
  const signal = libc.func('void *signal(int number, void *handler)')
  for (let number = 1; number <= 64; number++)
    if (isIn(ignored, number) && !NEVER_IGNORED.has(number)) signal(number, SIG_IGN)
}

function call(prototype: string, ...args: bigint[]): void {
  libc.func(prototype)(...args)
}

/** Strings that each end with a NUL. */
function split(bytes: Uint8Array): Uint8Array[] {
  const strings: Uint8Array[] = []
  for (let from = 0, to = bytes.indexOf(0); to >= 0; from = to + 1, to = bytes.indexOf(0, from))
    strings.push(bytes.subarray(from, to))
  return strings
}

/** The arguments as the original bytes, because Node's own copy has lost bytes that are not UTF-8. */
function rawArguments(argv: readonly string[]): readonly Buffer[] {
  const encoded = argv.map((text) => Buffer.from(text))
  if (!argv.some((text) => text.includes('\uFFFD'))) return encoded
  const own = readFileSync('/proc/self/cmdline', 'latin1').split('\0').slice(0, -1)
  const raw = own.slice(-argv.length).map((text) => Buffer.from(text, 'latin1'))
  return raw.every((bytes, index) => bytes.toString() === argv[index]) ? raw : encoded
}
