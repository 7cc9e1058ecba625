import { fileCalls } from './calls.ts'

/** `AUDIT_ARCH_…` (linux/audit.h): the value of seccomp_data.arch for a call of the 64-bit ABI. */
const ARCH: Partial<Record<string, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 }

// BPF (linux/filter.h) and seccomp(2).
const LOAD = 0x20
const JUMP_IF_EQUAL = 0x15
const RETURN = 0x06
const ALLOW = 0x7fff0000
const USER_NOTIF = 0x7fc00000
const OFFSET_OF_NUMBER = 0
const OFFSET_OF_ARCH = 4

/** Bytes of a `sock_fprog`, which precedes its instructions. */
export const PROGRAM_HEADER_BYTES = 16

/**
 * The filter as memory of the process that installs it: a `sock_fprog` and its instructions. Calls on files of the 64-bit
 * ABI are notified; every other call, also of a 32-bit program, is allowed at once.
 * @param address where the process has it
 * @returns undefined for a processor that we do not know
 */
export function fileFilter(address: bigint): Buffer | undefined {
  const arch = ARCH[process.arch]
  if (!fileCalls || arch === undefined) return undefined
  const numbers = [...fileCalls.keys()]
  const code = [
    instruction(LOAD, 0, 0, OFFSET_OF_ARCH),
    instruction(JUMP_IF_EQUAL, 0, numbers.length + 1, arch),
    instruction(LOAD, 0, 0, OFFSET_OF_NUMBER),
    ...numbers.map((number, index) => instruction(JUMP_IF_EQUAL, numbers.length - index, 0, number)),
    instruction(RETURN, 0, 0, ALLOW),
    instruction(RETURN, 0, 0, USER_NOTIF),
  ]
  const header = Buffer.alloc(PROGRAM_HEADER_BYTES)
  header.writeUInt16LE(code.length, 0)
  header.writeBigUInt64LE(address + BigInt(PROGRAM_HEADER_BYTES), 8)
  return Buffer.concat([header, ...code])
}

function instruction(code: number, ifTrue: number, ifFalse: number, operand: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(ifTrue, 2)
  bytes.writeUInt8(ifFalse, 3)
  bytes.writeUInt32LE(operand, 4)
  return bytes
}
