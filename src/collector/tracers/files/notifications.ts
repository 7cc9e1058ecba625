import { libc, allocate } from '../ptrace/libc.ts'
import { bytesOf, type ReceivedPage } from './received-page.ts'

// seccomp_unotify(2).
const RECV = 0xc0502100
const SEND = 0xc0182101
const SET_FLAGS = 0x40082104
/** SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP, since 6.6: the caller continues at once on our processor. */
const SYNC_WAKE_UP = 1n
const CONTINUE = 1
const NOTIFICATION_BYTES = 80
const ARGUMENTS_OFFSET = 32

const POLLIN = 1
const POLLHUP = 0x10

const ioctl = libc.func('int ioctl(int fd, unsigned long request, void *argument)')
const ioctlValue = libc.func('ioctl', 'int', ['int', 'unsigned long', 'uint64_t'])
const poll = libc.func('int poll(void *fds, unsigned long count, int timeout)')

/** The next task. */
export type Next = 'notification' | 'stop' | 'nobody' | 'nothing'

/** The notifications of a seccomp filter: calls that wait for us to let them go on. */
export class Notifications {
  private readonly listener: number
  private readonly page: Buffer
  private readonly pointer: bigint
  private readonly response = allocate(24)
  private readonly polled = allocate(16)

  constructor(listener: number, stop: number, page: ReceivedPage) {
    this.listener = listener
    const { bytes, pointer } = bytesOf(page)
    this.page = bytes
    this.pointer = pointer
    this.response.bytes.writeUInt32LE(CONTINUE, 20)
    for (const [index, fd] of [listener, stop].entries()) {
      this.polled.bytes.writeInt32LE(fd, index * 8)
      this.polled.bytes.writeInt16LE(POLLIN, index * 8 + 4)
    }
    ioctlValue(listener, SET_FLAGS, SYNC_WAKE_UP)
  }

  /** Waits until there is something to do, for so many milliseconds at most. */
  await(timeout: number): Next {
    const { bytes, pointer } = this.polled
    if (poll(pointer, 2, timeout) <= 0) return 'nothing'
    if (bytes.readInt16LE(14) !== 0) return 'stop'
    const events = bytes.readInt16LE(6)
    return (events & POLLHUP) !== 0 ? 'nobody' : (events & POLLIN) !== 0 ? 'notification' : 'nothing'
  }

  /** Receives a notification; the getters are about it. @returns false if its caller is gone */
  receive(): boolean {
    // The kernel insists on zeros.
    this.page.fill(0, 0, NOTIFICATION_BYTES)
    return ioctl(this.listener, RECV, this.pointer) === 0
  }

  /** The thread that calls. */
  get tid(): number {
    return this.page.readUInt32LE(8)
  }

  /** The number of the call. */
  get number(): number {
    return this.page.readInt32LE(16)
  }

  argument(index: number): bigint {
    return this.page.readBigUInt64LE(ARGUMENTS_OFFSET + index * 8)
  }

  /** An argument that is an int. */
  int(index: number): number {
    return this.page.readInt32LE(ARGUMENTS_OFFSET + index * 8)
  }

  /** Lets the call go on. */
  answer(): void {
    this.page.copy(this.response.bytes, 0, 0, 8)
    ioctl(this.listener, SEND, this.response.pointer)
  }
}
