import { allocate, libc } from './libc.ts'

const EPOLL_CLOEXEC = 0o2000000
const EPOLL_CTL_ADD = 1
const EPOLLIN = 1
/** struct epoll_event: on x86-64 without the gap before its data (epoll_event(3type)). */
const EVENT = process.arch === 'x64' ? { size: 12, data: 4 } : { size: 16, data: 8 }
/** How many ends are taken at once; the others at the next turn. */
const AT_ONCE = 64

const epollWait = libc.func('int epoll_wait(int epfd, void *events, int count, int timeout)')
const close = libc.func('int close(int fd)')
const ioctl = libc.func('int ioctl(int fd, unsigned long request, void *argument)')

/** Tells the ends of processes that are not our children, as they happen. */
export class ExitWatch {
  private readonly epoll = libc.func('int epoll_create1(int flags)')(EPOLL_CLOEXEC) as number
  private readonly control = libc.func('int epoll_ctl(int epfd, int what, int fd, void *event)')
  private readonly waitEvents = allocate(EVENT.size * AT_ONCE)
  private readonly pollEvents = allocate(EVENT.size * AT_ONCE)
  private readonly pidfds = new Map<number, number>()

  /** @param pidfd of the process, from now on this object's */
  add(pid: number, pidfd: number): void {
    const event = this.pollEvents
    event.bytes.writeUInt32LE(EPOLLIN, 0)
    event.bytes.writeInt32LE(pid, EVENT.data)
    if (this.control(this.epoll, EPOLL_CTL_ADD, pidfd, event.pointer) === 0) this.pidfds.set(pid, pidfd)
    else close(pidfd)
  }

  get size(): number {
    return this.pidfds.size
  }

  has(pid: number): boolean {
    return this.pidfds.has(pid)
  }

  /** Waits for ends, off this thread. @returns the ids of those that have ended */
  wait(milliseconds: number): Promise<number[]> {
    const { pointer, bytes } = this.waitEvents
    return new Promise((resolve) => {
      epollWait.async(this.epoll, pointer, AT_ONCE, milliseconds, (_error: unknown, count: number) =>
        resolve(this.read(bytes, count)),
      )
    })
  }

  /** The ids of those that have ended by now. */
  poll(): number[] {
    return this.read(
      this.pollEvents.bytes,
      epollWait(this.epoll, this.pollEvents.pointer, AT_ONCE, 0) as number,
    )
  }

  /**
   * Forgets a process.
   * @returns the status word of wait(2), if it has been waited for and the system tells (Linux 6.15)
   */
  take(pid: number): number | undefined {
    const pidfd = this.pidfds.get(pid)
    if (pidfd === undefined) return undefined
    this.pidfds.delete(pid)
    const status = exitStatus(pidfd)
    close(pidfd)
    return status
  }

  private read(bytes: Buffer, count: number): number[] {
    const pids: number[] = []
    for (let index = 0; index < count; index++) {
      const pid = bytes.readInt32LE(index * EVENT.size + EVENT.data)
      if (this.pidfds.has(pid)) pids.push(pid)
    }
    return pids
  }
}

/** struct pidfd_info of <linux/pidfd.h>, 64 bytes in its first form. */
const PIDFD_GET_INFO = 0xc040ff0b
const PIDFD_INFO_EXIT = 8
const info = allocate(64)

function exitStatus(pidfd: number): number | undefined {
  info.bytes.fill(0)
  info.bytes.writeUInt32LE(PIDFD_INFO_EXIT, 0)
  if (ioctl(pidfd, PIDFD_GET_INFO, info.pointer) !== 0) return undefined
  return (info.bytes.readUInt32LE(0) & PIDFD_INFO_EXIT) !== 0 ? info.bytes.readInt32LE(60) : undefined
}
