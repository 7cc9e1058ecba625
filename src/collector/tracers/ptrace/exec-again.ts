import { isSameFile, lookAt } from './file-identity.ts'
import { allocate, getRegisters, poke, readMemory, setRegisters } from './libc.ts'
import type { ExecArguments } from './stack.ts'

/**
 * x86-64 instructions: execve(2) with the arguments in the registers, and exit_group(127) if it fails. The number of the call
 * is set here, because the pending exec still writes its result into that register.
 */
// prettier-ignore
const CODE = Buffer.from([
  0xb8, 59, 0, 0, 0,  // mov eax, SYS_execve
  0x0f, 0x05,         // syscall
  0xbf, 127, 0, 0, 0, // mov edi, 127
  0xb8, 231, 0, 0, 0, // mov eax, SYS_exit_group
  0x0f, 0x05,         // syscall
  0x90, 0x90, 0x90, 0x90, 0x90, // nop, up to whole words
])

const before = allocate(CODE.length)

/** Indices among the words of user_regs_struct. */
const RDX = 12
const RSI = 13
const RDI = 14
const RIP = 16

/**
 * Has a process that stands at its exec do the same exec once more when it goes on: untraced this time, so that the
 * kernel grants the privilege that it has withheld. The instructions go into the new program's private copy of its first
 * page, which that exec throws away. On x86-64.
 * @param path as it was executed
 * @returns whether it will; if not, the process is as it was
 */
export function execAgain(pid: number, path: string, { file, argv, envp }: ExecArguments): boolean {
  if (process.arch !== 'x64' || !leadsTo(pid, path)) return false
  const registers = getRegisters(pid)
  if (!registers) return false
  const start = registers.readBigUInt64LE(RIP * 8)
  registers.writeBigUInt64LE(file, RDI * 8)
  registers.writeBigUInt64LE(argv, RSI * 8)
  registers.writeBigUInt64LE(envp, RDX * 8)
  if (readMemory(pid, start, before) < CODE.length) return false
  if (write(pid, start, CODE) && setRegisters(pid, registers)) return true
  write(pid, start, before.bytes)
  return false
}

function write(pid: number, start: bigint, bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 8) {
    if (!poke(pid, start + BigInt(at), bytes.readBigInt64LE(at))) return false
  }
  return true
}

/** An exec by an open descriptor that is closed by now, or of a file that is gone, cannot be done again. */
function leadsTo(pid: number, path: string): boolean {
  const executed = lookAt(`/proc/${pid}/exe`)
  const named = lookAt(path.startsWith('/') ? `/proc/${pid}/root${path}` : `/proc/${pid}/cwd/${path}`)
  return executed !== undefined && named !== undefined && isSameFile(executed, named)
}
