import { SUMS, type Sums } from '../measures.ts'
import type { Usage } from './child-usage.ts'
import { __WALL, allocate, libc, WNOHANG } from './libc.ts'

/**
 * Waiting for what is traced (waitid(2)). An end is looked at before it is reaped, since until then /proc has what the kernel
 * counted of it. The system call takes a rusage as well, which the function of the C library does not.
 */
const SYS_WAITID: Partial<Record<string, number>> = { x64: 247, arm64: 95 }
const number = SYS_WAITID[process.arch]

const P_ALL = 0
const P_PID = 1
const WSTOPPED = 2
const WEXITED = 4
const WNOWAIT = 0x01000000

/** si_code of SIGCHLD (sigaction(2)). */
const CLD_EXITED = 1
const CLD_KILLED = 2
const CLD_DUMPED = 3

/** siginfo_t, in which si_code, si_pid and si_status lie at 8, 16 and 24. */
const info = allocate(128)
const fields = new Int32Array(info.bytes.buffer, info.bytes.byteOffset, 8)

/** struct rusage: two times of two words, then 14 numbers, each of 64 bits. */
const rusage = allocate(144)
const words = new Uint32Array(rusage.bytes.buffer, rusage.bytes.byteOffset, 36)
const word = (index: number): number => words[2 * index]! + words[2 * index + 1]! * 2 ** 32
const PLACES: Record<Exclude<keyof Sums, 'userTime' | 'systemTime'>, number> = {
  voluntarySwitches: 16,
  involuntarySwitches: 17,
  minorFaults: 8,
  majorFaults: 9,
  blocksRead: 11,
  blocksWritten: 12,
}

const waitid = libc.func('syscall', 'long', ['long', 'long', 'long', 'void *', 'long', 'void *'])
const wait4 = libc.func('int wait4(int pid, void *status, int options, void *rusage)')

/**
 * Waits until something traced has stopped or ended, and leaves that to be waited for again: resuming what stopped takes it
 * away, and `reap` what ended.
 * @param options WNOHANG, __WNOTHREAD
 * @returns the id, 0 with WNOHANG and nothing to report, −1 on error
 */
export const awaitStop = (options: number): number => look(P_ALL, 0, options)

/** Does the same for one process. */
export const awaitStopOf = (pid: number): number => look(P_PID, pid, 0)

function look(type: number, pid: number, options: number): number {
  if (number === undefined) throw new Error(`no waitid(2) is known on ${process.arch}`)
  const result = waitid(number, type, pid, info.pointer, WEXITED | WNOWAIT | __WALL | options, rusage.pointer)
  return Number(result) === -1 ? -1 : fields[4]!
}

/** What the last successful `awaitStop` told. */
export const awaited = {
  /** The status word of wait(2). */
  status(): number {
    const [code, status] = [fields[2]!, fields[6]!]
    if (code === CLD_EXITED) return (status & 0xff) << 8
    if (code === CLD_KILLED) return status & 0x7f
    if (code === CLD_DUMPED) return (status & 0x7f) | 0x80
    return (status << 8) | 0x7f
  },
  /** Bytes; the largest of the process, of its earlier images, and of its waited-for children. */
  maxResident: (): number => word(4) * 1024,
  usage(): Usage {
    const usage = {
      userTime: word(0) * 1_000_000 + word(1),
      systemTime: word(2) * 1_000_000 + word(3),
      maxResident: word(4) * 1024,
    } as { -readonly [Each in keyof Usage]: number }
    for (const sum of COUNTED) usage[sum] = word(PLACES[sum])
    return usage
  },
}

const COUNTED = SUMS.filter((sum) => sum !== 'userTime' && sum !== 'systemTime')

/** Takes away what has ended: its parent may wait for it now. */
export const reap = (tid: number): void => void wait4(tid, null, __WALL | WNOHANG, null)

/** Takes away a stop, so that it is not reported again. Its thread stands until it is resumed. */
export const takeStop = (tid: number): void =>
  void waitid(number!, P_PID, tid, info.pointer, WSTOPPED | WNOHANG | __WALL, null)
