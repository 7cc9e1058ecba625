import { allocate, getRegisters, readMemory, wordsOf, type Memory } from './libc.ts'

/** The data that execve(2) left on a new image's stack. The bytes are valid until the next call. */
export interface StackImage {
  /** Arguments, each ended by a NUL. */
  readonly argv: Buffer
  readonly cut: boolean
  /** The path that was executed; of a `#!` script, the script's. Empty if it was not found. */
  readonly path: Buffer
  /** Whether the program has more privilege than its starter: set-user-ID and the like (getauxval(3)). */
  readonly secure: boolean
  /** Variables, each ended by a NUL; empty if there is no room for all. */
  readonly environment: Buffer
  readonly exec: ExecArguments
}

/** The arguments of execve(2): addresses in the memory of a process. */
export interface ExecArguments {
  readonly file: bigint
  readonly argv: bigint
  readonly envp: bigint
}

/** The position of the stack pointer among the registers of NT_PRSTATUS, by their size in bytes. */
const STACK_POINTER: Partial<Record<string, { readonly size: number; readonly offset: number }>> = {
  x64: { size: 27 * 8, offset: 19 * 8 },
  arm64: { size: 34 * 8, offset: 31 * 8 },
}

const WORD = 8
const AT_NULL = 0n
const AT_SECURE = 23n
const AT_EXECFN = 31n

/** Of a command line no more is read than is kept: 64 KiB. */
const MOST_ARGUMENTS = 64 * 1024
/** Arguments and environment. */
const stringBytes = allocate(2 * MOST_ARGUMENTS)
const pathBytes = allocate(256)
const vectorBytes = allocate(8192)
const vector = wordsOf(vectorBytes)

/**
 * Reads a process that stands at its PTRACE_EVENT_EXEC stop: argc, the argv pointers, NULL, the environment's
 * pointers, NULL and the auxiliary vector lie at its stack pointer (System V ABI, "Initial Process Stack").
 * A third of the price of /proc/pid/cmdline, and it has the program's full name as well.
 * @returns undefined if this is no stack that we can read, such as that of a 32-bit program
 */
export function readStack(tid: number): StackImage | undefined {
  const layout = STACK_POINTER[process.arch]
  const registers = layout && getRegisters(tid)
  if (!registers || registers.length !== layout.size) return undefined
  const stack = registers.readBigUInt64LE(layout.offset)
  const words = Math.floor(readMemory(tid, stack, vectorBytes) / WORD)
  const argc = Number(vector[0]!)
  if (argc < 1 || argc + 3 > words) return undefined

  // The strings lie in one piece: arguments, environment if there is one, path.
  const { file, secure } = readAuxiliaries(argc + 2, words)
  const first = vector[1]!
  const size = Number((vector[argc + 2]! || file) - first)
  if (size <= 0 || first <= stack) return undefined
  const pathAt = file > first ? Number(file - first) : size
  const length = readMemory(tid, first, stringBytes, pathAt + pathBytes.bytes.length)
  if (length === 0) return undefined
  const kept = Math.min(length, size, MOST_ARGUMENTS)
  return {
    argv: stringBytes.bytes.subarray(0, kept),
    cut: kept < size,
    path: (file > first ? textAt(stringBytes, pathAt, length) : undefined) ?? readPath(tid, file),
    secure,
    environment: stringBytes.bytes.subarray(size, length >= pathAt ? pathAt : size),
    exec: { file, argv: stack + BigInt(WORD), envp: stack + BigInt((argc + 2) * WORD) },
  }
}

/** @param index of the first environment pointer */
function readAuxiliaries(index: number, words: number): { file: bigint; secure: boolean } {
  let secure = false
  while (index < words && vector[index] !== 0n) index++
  for (index++; index + 1 < words && vector[index] !== AT_NULL; index += 2) {
    if (vector[index] === AT_SECURE) secure = vector[index + 1] !== 0n
    if (vector[index] === AT_EXECFN) return { file: vector[index + 1]!, secure }
  }
  return { file: 0n, secure }
}

/** The bytes up to the next NUL, if it lies within what was read. */
function textAt({ bytes }: Memory, from: number, length: number): Buffer | undefined {
  const end = from < length ? bytes.indexOf(0, from) : -1
  return end >= 0 && end < length ? bytes.subarray(from, end) : undefined
}

function readPath(tid: number, file: bigint): Buffer {
  const length = file === 0n ? 0 : readMemory(tid, file, pathBytes)
  return pathBytes.bytes.subarray(0, Math.max(pathBytes.bytes.subarray(0, length).indexOf(0), 0))
}
