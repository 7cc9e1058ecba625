import koffi from 'koffi'
import { keepLoaded } from './keep-loaded.ts'

/**
 * The calls into the C library that tracing needs, on memory that does not move. Numbers are those of
 * Linux on 64-bit processors (ptrace(2), wait4(2), open(2)).
 */
const libc = koffi.load(null)
keepLoaded(libc)

const c = {
  ptrace: libc.func('int ptrace(int request, int pid, intptr_t address, intptr_t data)'),
  ptraceOut: libc.func('ptrace', 'int', ['int', 'int', 'intptr_t', 'void *']),
  wait4: libc.func('int wait4(int pid, void *status, int options, void *rusage)'),
  kill: libc.func('int kill(int pid, int signal)'),
  tgkill: libc.func('int tgkill(int tgid, int tid, int signal)'),
  open: libc.func('int open(str path, int flags)'),
  read: libc.func('int64_t read(int fd, void *buffer, size_t size)'),
  close: libc.func('int close(int fd)'),
  readlink: libc.func('int64_t readlink(str path, void *buffer, size_t size)'),
  processVmReadv: libc.func(
    'int64_t process_vm_readv(int pid, void *local, uint64_t locals, void *remote, uint64_t remotes, uint64_t flags)',
  ),
  syscall: libc.func('long syscall(long number, long first, long second)'),
  strerror: libc.func('str strerror(int errno)'),
}

/** Memory outside of the JavaScript heap, as a pointer for C and as bytes for us. It is never freed. */
export interface Memory {
  readonly pointer: bigint
  readonly bytes: Buffer
}

/** Allocates zeroed memory that C may keep a pointer to. */
export function allocate(size: number): Memory {
  const pointer = koffi.alloc('char', size) as bigint
  const bytes = Buffer.from(koffi.view(pointer, size))
  bytes.fill(0)
  return { pointer, bytes }
}

/** The same memory as words of 64 bits, which are written in a tenth of the time. */
export const wordsOf = ({ bytes }: Memory): BigUint64Array =>
  new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)

/** The library itself, for calls made once. */
export { libc }

export const errno = koffi.os.errno

/** The last failed call's error number; valid until the next call. */
export const lastError = (): number => koffi.errno()

/** A sentence for an error number, from strerror(3). */
export const errorText = (number: number): string => c.strerror(number)

const wait = allocate(8)

export const __WALL = 0x40000000
export const __WNOTHREAD = 0x20000000
export const WNOHANG = 1
export const WUNTRACED = 2

/** Waits as wait4(2) does. @returns the id, 0 with WNOHANG and nothing to report, −1 on error */
export const wait4 = (pid: number, options: number): number => c.wait4(pid, wait.pointer, options, null)

/** The status word that the last successful `wait4` filled in. */
export const waitedStatus = (): number => wait.bytes.readInt32LE(0)

/** ptrace(2) with a plain number as data. @returns −1 on error */
export const ptrace = (request: number, tid: number, data: number): number => c.ptrace(request, tid, 0, data)

const message = allocate(8)

/** PTRACE_GETEVENTMSG: the new child's id, or the former id of a thread that executed. @returns 0 if it is gone */
export const eventMessage = (tid: number): number =>
  c.ptraceOut(0x4201, tid, 0, message.pointer) === -1 ? 0 : message.bytes.readInt32LE(0)

const PTRACE_GETREGSET = 0x4204
const NT_PRSTATUS = 1
const registers = allocate(1024)
/** Vectors for process_vm_readv(2): one for our side, some for the other, each an address and a length. */
const ours = allocate(16)
const theirs = allocate(16 * 64)
const oursWords = wordsOf(ours)
const theirsWords = wordsOf(theirs)

/** The general registers of a stopped thread. @returns undefined if they cannot be read */
export function getRegisters(tid: number): Buffer | undefined {
  oursWords[0] = registers.pointer
  oursWords[1] = BigInt(registers.bytes.length)
  if (c.ptraceOut(PTRACE_GETREGSET, tid, NT_PRSTATUS, ours.pointer) === -1) return undefined
  return registers.bytes.subarray(0, Number(oursWords[1]))
}

const PTRACE_SETREGSET = 0x4205

/** Gives a stopped thread what `getRegisters` returned, changed in place. */
export function setRegisters(tid: number, { length }: Buffer): boolean {
  oursWords[0] = registers.pointer
  oursWords[1] = BigInt(length)
  return c.ptraceOut(PTRACE_SETREGSET, tid, NT_PRSTATUS, ours.pointer) === 0
}

const PTRACE_GETSIGMASK = 0x420a
const PTRACE_SETSIGMASK = 0x420b
const signals = allocate(8)

/** The signals that a stopped thread blocks, 64 bits. */
export function getSignalMask(tid: number): Buffer {
  c.ptraceOut(PTRACE_GETSIGMASK, tid, signals.bytes.length, signals.pointer)
  return Buffer.from(signals.bytes)
}

/** Has a stopped thread block these signals. */
export function setSignalMask(tid: number, mask: Buffer): boolean {
  signals.bytes.set(mask)
  return c.ptraceOut(PTRACE_SETSIGMASK, tid, signals.bytes.length, signals.pointer) === 0
}

const PTRACE_POKEDATA = 5

/** Writes a word into a stopped process, read-only or not. */
export const poke = (tid: number, address: bigint, word: bigint): boolean =>
  c.ptrace(PTRACE_POKEDATA, tid, address, word) === 0

const SYS_PIDFD_OPEN = 434

/** A descriptor of a process, close-on-exec (pidfd_open(2)). @returns −1 if there is none to be had */
export const openPidfd = (pid: number): number => Number(c.syscall(SYS_PIDFD_OPEN, pid, 0))

const PAGE = 4096n

/** Copies memory of another process. @returns bytes copied, up to the first page that is not there */
export function readMemory(pid: number, address: bigint, to: Memory, size = to.bytes.length): number {
  const wanted = Math.min(size, to.bytes.length)
  oursWords[0] = to.pointer
  oursWords[1] = BigInt(wanted)
  let count = 0
  const end = address + BigInt(wanted)
  // The kernel does not promise to split an element, so that each ends with its page.
  for (let from = address; from < end; count++) {
    const next = (from / PAGE + 1n) * PAGE
    const to = next < end ? next : end
    theirsWords[count * 2] = from
    theirsWords[count * 2 + 1] = to - from
    from = to
  }
  return Math.max(Number(c.processVmReadv(pid, ours.pointer, 1, theirs.pointer, count, 0)), 0)
}

const RLIMIT_NOFILE = 7

/** Lowers the soft limit of open files of a process of ours (prlimit(2)). */
export function setFileLimit(pid: number, soft: number): void {
  const limits = allocate(16)
  const prlimit = libc.func('int prlimit(int pid, int resource, void *limits, void *old)')
  if (prlimit(pid, RLIMIT_NOFILE, null, limits.pointer) !== 0) return
  if (limits.bytes.readBigUInt64LE(0) <= BigInt(soft)) return
  limits.bytes.writeBigUInt64LE(BigInt(soft), 0)
  prlimit(pid, RLIMIT_NOFILE, limits.pointer, null)
}

const P_PID = 1
const WEXITED = 4
const WNOWAIT = 0x01000000

/** Whether what `awaitChange` found is a stop: CLD_TRAPPED, CLD_STOPPED. */
export const isStop = (code: number): boolean => code === 4 || code === 5

/**
 * Waits until a process has stopped or ended, and leaves that to be waited for again (waitid(2)).
 * @returns which of it, the `si_code`; 0 if there is no such child
 */
export function awaitChange(pid: number): number {
  const waitid = libc.func('int waitid(int type, uint32_t id, void *info, int options)')
  const { pointer, bytes } = allocate(128)
  while (waitid(P_PID, pid, pointer, WEXITED | WUNTRACED | WNOWAIT | __WALL) !== 0)
    if (koffi.errno() !== errno['EINTR']) return 0
  return bytes.readInt32LE(8)
}

/** The pointer that lies at an address. */
export function readPointer(address: bigint): bigint {
  const copy = allocate(8)
  libc.func('void *memcpy(void *to, void *from, size_t size)')(copy.pointer, address, 8)
  return copy.bytes.readBigUInt64LE()
}

/** Whether a process or its unreaped zombie exists. */
export const exists = (pid: number): boolean => c.kill(pid, 0) === 0 || koffi.errno() !== errno['ESRCH']

/** kill(2). */
export const kill = (pid: number, signal: number): boolean => c.kill(pid, signal) === 0

/** Whether this id is a process, or one of the further threads of a process: tgkill(2) finds it under its own id or not. */
export const leadsProcess = (tid: number): boolean =>
  c.tgkill(tid, tid, 0) === 0 || koffi.errno() !== errno['ESRCH']

const O_RDONLY_CLOEXEC = 0o2000000

/** Reads the beginning of a file into memory. @returns bytes read, 0 if it cannot be read */
export function readInto(path: string, memory: Memory): number {
  const fd = c.open(path, O_RDONLY_CLOEXEC)
  if (fd < 0) return 0
  const count = Number(c.read(fd, memory.pointer, memory.bytes.length))
  c.close(fd)
  return Math.max(count, 0)
}

/** Reads a symbolic link into memory. @returns bytes read, 0 if it cannot be read */
export const readLink = (path: string, memory: Memory): number =>
  Math.max(Number(c.readlink(path, memory.pointer, memory.bytes.length)), 0)
