import { closeSync } from 'node:fs'
import { release } from 'node:os'
import { allocate, errno, errorText, lastError, libc, openPidfd } from '../ptrace/libc.ts'
import { readStack } from '../ptrace/stack.ts'
import { fileFilter } from './filter.ts'
import { Guest } from './guest.ts'
import { startKeeper } from './keeper.ts'
import { openReceivedPage, type ReceivedPage } from './received-page.ts'
import { layout } from './registers.ts'

/** The data for the thread that serves the notifications. */
export interface FileListener {
  readonly listener: number
  /** Readable once it is to stop: an eventfd(2). */
  readonly stop: number
  /** Closing it has the keeper take over. */
  readonly lifeline: number
  readonly page: ReceivedPage
  /** The build runs with PR_SET_NO_NEW_PRIVS. */
  readonly isDeprived: boolean
}

/** Files cannot be recorded, and the build is as it was. */
export class FilesRefused extends Error {}

/** The process has a filter that nobody could serve: it must not run on. It has done nothing yet. */
export class FilesSpoiled extends Error {}

/** seccomp(2), prctl(2), close(2), pidfd_getfd(2): the calls by processor. */
const NUMBERS: Partial<Record<string, { seccomp: number; prctl: number; close: number }>> = {
  x64: { seccomp: 317, prctl: 157, close: 3 },
  arm64: { seccomp: 277, prctl: 167, close: 57 },
}
const SYS_PIDFD_GETFD = 438
const SECCOMP_SET_MODE_FILTER = 1
/** SECCOMP_FILTER_FLAG_SPEC_ALLOW, which leaves the processor its speculation, and NEW_LISTENER. */
const FLAGS = 4 | 8
/** SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, since 5.19: a call that was received is not interrupted by signals. */
const WAIT_KILLABLE = 0x20
const PR_SET_NO_NEW_PRIVS = 38
/** The first version that notifies a listener when no process is left. */
const OLDEST_LINUX = [5, 9]
const O_CLOEXEC = 0o2000000

/**
 * Installs the filter in the build's first process, which stands at its exec, takes the listener out of it, and starts the
 * keeper.
 * @throws FilesRefused, FilesSpoiled
 */
export function installFilter(pid: number): FileListener {
  const calls = NUMBERS[process.arch]
  if (!calls || !layout) throw new FilesRefused(`there is no filter for ${process.arch}`)
  if (isOlder(release(), OLDEST_LINUX)) throw new FilesRefused('Linux 5.9 or newer is needed')
  const stack = readStack(pid)
  if (!stack) throw new FilesRefused('the command is a 32-bit program')
  if (stack.secure) throw new FilesRefused('the command is a set-user-ID program')
  const pidfd = openPidfd(pid)
  const opened: number[] = [pidfd]
  try {
    rehearse(pidfd)
    const resources = openResources(opened)
    const { fd, isDeprived } = install(pid, pidfd, calls)
    opened.push(fd)
    const keeper = startKeeper(fd, resources.page, resources.keepersEnd)
    if (keeper === undefined) throw new FilesSpoiled('the keeper cannot be started')
    closeSync(pidfd)
    closeSync(resources.keepersEnd)
    const { stop, lifeline, page } = resources
    return { listener: fd, stop, lifeline, page, isDeprived }
  } catch (error) {
    for (const fd of opened) if (fd >= 0) closeSync(fd)
    throw error
  }
}

/** Whether we may take descriptors out of the process: it must be known before there is a filter. */
function rehearse(pidfd: number): void {
  const taken = takeDescriptor(pidfd, 0)
  if (taken >= 0) closeSync(taken)
  else if (lastError() !== errno['EBADF']) throw new FilesRefused(`pidfd_getfd: ${errorText(lastError())}`)
}

function openResources(opened: number[]) {
  const page = openReceivedPage()
  if (!page) throw new FilesRefused(`memfd_create: ${errorText(lastError())}`)
  const ends = allocate(8)
  const pipe = libc.func('int pipe2(void *ends, int flags)')
  if (pipe(ends.pointer, O_CLOEXEC) !== 0) throw new FilesRefused(`pipe2: ${errorText(lastError())}`)
  const keepersEnd = ends.bytes.readInt32LE(0)
  const lifeline = ends.bytes.readInt32LE(4)
  const stop = libc.func('int eventfd(uint32_t value, int flags)')(0, O_CLOEXEC) as number
  opened.push(page.fd, keepersEnd, lifeline, stop)
  if (stop < 0) throw new FilesRefused(`eventfd: ${errorText(lastError())}`)
  return { page, keepersEnd, lifeline, stop }
}

/** @returns the listener as a descriptor of ours */
function install(pid: number, pidfd: number, calls: NonNullable<(typeof NUMBERS)[string]>) {
  let isInstalled = false
  try {
    const guest = new Guest(pid)
    const address = guest.place((address) => fileFilter(address)!)
    const seccomp = (flags: number) => guest.call(calls.seccomp, SECCOMP_SET_MODE_FILTER, flags, address)
    const filter = (): number => {
      const result = seccomp(FLAGS | WAIT_KILLABLE)
      return result === -errno['EINVAL']! ? seccomp(FLAGS) : result
    }
    let result = filter()
    const isDeprived = result === -errno['EACCES']!
    if (isDeprived && guest.call(calls.prctl, PR_SET_NO_NEW_PRIVS, 1) === 0) result = filter()
    isInstalled = result >= 0
    const fd = isInstalled ? takeDescriptor(pidfd, result) : -1
    const isClosed = isInstalled && guest.call(calls.close, result) === 0
    guest.restore()
    const refusal = `seccomp: ${errorText(-result)}`
    // PR_SET_NO_NEW_PRIVS cannot be taken back.
    if (!isInstalled) throw isDeprived ? new FilesSpoiled(refusal) : new FilesRefused(refusal)
    if (fd < 0 || !isClosed) throw new FilesSpoiled('the listener cannot be taken out of the process')
    return { fd, isDeprived }
  } catch (error) {
    if (error instanceof FilesRefused) throw error
    throw new FilesSpoiled((error as Error).message)
  }
}

function takeDescriptor(pidfd: number, fd: number): number {
  const call = libc.func('long syscall(long number, int pidfd, int fd, uint32_t flags)')
  return Number(call(SYS_PIDFD_GETFD, pidfd, fd, 0))
}

function isOlder(version: string, [major, minor]: readonly number[]): boolean {
  const [ours, oursMinor] = version.split('.').map(Number) as [number, number]
  return ours < major! || (ours === major && oursMinor < minor!)
}
