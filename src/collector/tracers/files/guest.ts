import {
  __WALL,
  allocate,
  errno,
  getRegisters,
  getSignalMask,
  kill,
  lastError,
  poke,
  ptrace,
  readMemory,
  setRegisters,
  setSignalMask,
  wait4,
  waitedStatus,
} from '../ptrace/libc.ts'
import { layout } from './registers.ts'

// ptrace(2).
const SYSCALL = 24
const SETOPTIONS = 0x4200
/** PTRACE_O_TRACESYSGOOD, EXITKILL: should we die meanwhile, the process must not run on with a filter half installed. */
const OPTIONS = 0x01 | 0x100000
const SYSCALL_STOP = 5 | 0x80
const WORD = 8
/** Below the stack pointer, on a page that every exec maps. */
const BELOW_STACK = 4096n

/** The process ended, or acted in an impossible way. Nothing more can be done in it. */
export class GuestLost extends Error {}

/**
 * A traced process at its exec, in which system calls can be made before its first instruction. It stops at their entry and
 * exit, so that no signal is involved. Afterwards everything is as before, except for the effects of the calls.
 */
export class Guest {
  readonly pid: number
  private readonly saved: Buffer
  private readonly word: bigint
  private readonly mask: Buffer
  private readonly memory: { readonly address: bigint; readonly before: Buffer }[] = []
  /** Signals that cannot be blocked, and came meanwhile. */
  private readonly signals: number[] = []

  /** @throws GuestLost if the process is none that we can do calls in: a 32-bit program */
  constructor(pid: number) {
    this.pid = pid
    this.mask = getSignalMask(pid)
    setSignalMask(pid, Buffer.alloc(WORD, 0xff))
    ptrace(SETOPTIONS, pid, OPTIONS)
    // To the exit of its execve(2), whose result is written by then.
    this.goOn()
    this.saved = Buffer.from(getRegisters(pid) ?? [])
    if (this.saved.length !== layout?.size) throw new GuestLost('its registers cannot be read')
    this.word = this.readWord(this.counter)
    const code = Buffer.alloc(WORD)
    code.writeBigInt64LE(this.word)
    code.set(layout.instruction)
    this.write(this.counter, code.readBigInt64LE())
  }

  /** Puts bytes below its stack. @param make gets their address */
  place(make: (address: bigint) => Buffer): bigint {
    const address = this.saved.readBigUInt64LE(layout!.stack * WORD) - BELOW_STACK
    const bytes = make(address)
    const before = Buffer.alloc(Math.ceil(bytes.length / WORD) * WORD)
    const after = Buffer.alloc(before.length)
    after.set(bytes)
    const copy = allocate(before.length)
    if (readMemory(this.pid, address, copy) < before.length) throw new GuestLost('its stack cannot be read')
    before.set(copy.bytes)
    this.memory.push({ address, before })
    this.writeAll(address, after)
    return address
  }

  /** Does a system call. @returns its result, a negative error number on failure */
  call(number: number, ...args: readonly (number | bigint)[]): number {
    const { pid, saved } = this
    const registers = getRegisters(pid)
    if (!registers) throw new GuestLost('its registers cannot be read')
    saved.copy(registers)
    const set = (index: number, value: bigint) =>
      registers.writeBigInt64LE(BigInt.asIntN(64, value), index * WORD)
    set(layout!.number, BigInt(number))
    if (layout!.again !== undefined) set(layout!.again, -1n)
    for (const [index, register] of layout!.args.entries()) set(register, BigInt(args[index] ?? 0))
    if (!setRegisters(pid, registers)) throw new GuestLost('its registers cannot be written')
    this.goOn()
    this.goOn()
    const after = getRegisters(pid)
    if (!after) throw new GuestLost('its registers cannot be read')
    return Number(after.readBigInt64LE(layout!.result * WORD))
  }

  /** Leaves the process as it was found, at the exit of its execve(2), still stopped. */
  restore(): void {
    for (const { address, before } of this.memory) this.writeAll(address, before)
    this.write(this.counter, this.word)
    const registers = getRegisters(this.pid)
    if (!registers) throw new GuestLost('its registers cannot be read')
    this.saved.copy(registers)
    if (!setRegisters(this.pid, registers)) throw new GuestLost('its registers cannot be written')
    setSignalMask(this.pid, this.mask)
    for (const signal of this.signals) kill(this.pid, signal)
  }

  private get counter(): bigint {
    return this.saved.readBigUInt64LE(layout!.counter * WORD)
  }

  /** Goes on to the next entry or exit of a system call. */
  private goOn(): void {
    ptrace(SYSCALL, this.pid, 0)
    for (;;) {
      const found = wait4(this.pid, __WALL)
      if (found === -1 && lastError() === errno['EINTR']) continue
      const status = waitedStatus()
      if (found !== this.pid || (status & 0xff) !== 0x7f) throw new GuestLost('it ended')
      if (status >> 8 === SYSCALL_STOP) return
      // A signal's own number stands alone; the rest of the status is of events.
      if (status >> 16 === 0) this.signals.push((status >> 8) & 0xff)
      ptrace(SYSCALL, this.pid, 0)
    }
  }

  private readWord(address: bigint): bigint {
    const copy = allocate(WORD)
    if (readMemory(this.pid, address, copy) < WORD) throw new GuestLost('its program cannot be read')
    return copy.bytes.readBigInt64LE()
  }

  private write(address: bigint, word: bigint): void {
    if (!poke(this.pid, address, word)) throw new GuestLost('its memory cannot be written')
  }

  private writeAll(address: bigint, bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += WORD) this.write(address + BigInt(at), bytes.readBigInt64LE(at))
  }
}
