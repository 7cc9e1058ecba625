import { allocate, type Memory } from '../ptrace/libc.ts'

/** The size of glibc's and musl's sigset_t. */
const SIGSET_BYTES = 128

/** Signals as a sigset_t: bit n − 1 is signal n. */
export function signalSet(signals: bigint): bigint {
  const { pointer, bytes } = allocate(SIGSET_BYTES)
  bytes.writeBigUInt64LE(BigInt.asUintN(64, signals))
  return pointer
}

/** A NULL-terminated array of pointers to NUL-terminated strings, and the first of them. */
export function stringArray(strings: readonly Uint8Array[]): {
  readonly table: bigint
  readonly first: bigint
} {
  const table = (strings.length + 1) * 8
  const block: Memory = allocate(table + strings.reduce((sum, text) => sum + text.length + 1, 0))
  let offset = table
  strings.forEach((text, index) => {
    block.bytes.writeBigUInt64LE(block.pointer + BigInt(offset), index * 8)
    block.bytes.set(text, offset)
    offset += text.length + 1
  })
  return { table: block.pointer, first: block.pointer + BigInt(table) }
}
