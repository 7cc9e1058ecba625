import { allocate, getRegisters, readMemory } from './libc.ts'

/** What execve(2) left on a new image's stack. The bytes are valid until the next call. */
export interface StackImage {
  /** Arguments, each ended by a NUL. */
  readonly argv: Uint8Array
  readonly cut: boolean
  /** The path that was executed; of a `#!` script, the script's. Empty if it was not found. */
  readonly path: Uint8Array
  /** The program is to run with more privilege than who started it: set-user-ID and the like (getauxval(3)). */
  readonly secure: boolean
}

/** Where the stack pointer is among the registers of NT_PRSTATUS, by their size in bytes. */
const STACK_POINTER: Partial<Record<string, { readonly size: number; readonly offset: number }>> = {
  x64: { size: 27 * 8, offset: 19 * 8 },
  arm64: { size: 34 * 8, offset: 31 * 8 },
}

const WORD = 8
const AT_NULL = 0n
const AT_SECURE = 23n
const AT_EXECFN = 31n

/** Of a command line no more is read than is kept: 64 KiB. */
const argumentBytes = allocate(64 * 1024)
const pathBytes = allocate(256)
const vectorBytes = allocate(8192)
const vector = new BigUint64Array(
  vectorBytes.bytes.buffer,
  vectorBytes.bytes.byteOffset,
  vectorBytes.bytes.length / WORD,
)

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

  // The strings of the arguments lie in one piece, and the environment's follow.
  const first = vector[1]!
  const size = Number(vector[argc + 2]! - first)
  if (size <= 0 || first <= stack) return undefined
  const length = readMemory(tid, first, argumentBytes, size)
  if (length === 0) return undefined
  return {
    argv: argumentBytes.bytes.subarray(0, length),
    cut: length < size,
    ...readAuxiliaries(tid, argc + 2, words),
  }
}

/** @param index of the first environment pointer */
function readAuxiliaries(tid: number, index: number, words: number): Pick<StackImage, 'path' | 'secure'> {
  let secure = false
  while (index < words && vector[index] !== 0n) index++
  for (index++; index + 1 < words && vector[index] !== AT_NULL; index += 2) {
    if (vector[index] === AT_SECURE) secure = vector[index + 1] !== 0n
    if (vector[index] !== AT_EXECFN) continue
    const length = readMemory(tid, vector[index + 1]!, pathBytes)
    const end = pathBytes.bytes.subarray(0, length).indexOf(0)
    return { path: pathBytes.bytes.subarray(0, Math.max(end, 0)), secure }
  }
  return { path: pathBytes.bytes.subarray(0, 0), secure }
}
