/** The positions in NT_PRSTATUS of a system call's arguments and result: indices among the registers, 64 bits each. */
interface Layout {
  /** Of all registers, bytes: a 32-bit program has fewer. */
  readonly size: number
  readonly number: number
  readonly args: readonly number[]
  readonly result: number
  readonly counter: number
  readonly stack: number
  /** The call that the kernel would do again; −1 lets it be. */
  readonly again: number | undefined
  /** The instruction that calls the system. */
  readonly instruction: Buffer
}

const LAYOUTS: Partial<Record<string, Layout>> = {
  // rax; rdi rsi rdx r10 r8 r9; rax; rip; rsp; orig_rax; `syscall`
  x64: {
    size: 27 * 8,
    number: 10,
    args: [14, 13, 12, 7, 9, 8],
    result: 10,
    counter: 16,
    stack: 19,
    again: 15,
    instruction: Buffer.from([0x0f, 0x05]),
  },
  // x8; x0 to x5; x0; pc; sp; none; `svc 0`
  arm64: {
    size: 34 * 8,
    number: 8,
    args: [0, 1, 2, 3, 4, 5],
    result: 0,
    counter: 32,
    stack: 31,
    again: undefined,
    instruction: Buffer.from([0x01, 0x00, 0x00, 0xd4]),
  },
}

/** The layout of this processor; undefined for one that we do not know. */
export const layout: Layout | undefined = LAYOUTS[process.arch]
