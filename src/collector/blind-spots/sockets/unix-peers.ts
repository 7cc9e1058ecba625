import { allocate, libc } from '../../tracers/ptrace/libc.ts'

/** A connected socket of the Unix domain, found by the inode of its other end. */
export interface UnixPeer {
  /** Inode of this end. */
  readonly inode: number
  /** The path or abstract name (with `@`) that this end is bound to; empty for most clients. */
  readonly name: string
}

// socket(2), netlink(7), sock_diag(7); numbers of Linux.
const AF_NETLINK = 16
const SOCK_DGRAM_CLOEXEC = 0o2000002
const NETLINK_SOCK_DIAG = 4
const MSG_DONTWAIT = 0x40
const SOCK_DIAG_BY_FAMILY = 20
const REQUEST_DUMP = 0x301
const AF_UNIX = 1
const ESTABLISHED = 1 << 1
const SHOW_NAME_AND_PEER = 0x1 | 0x4
const ATTRIBUTE = { name: 0, peer: 2 } as const
/** struct nlmsghdr, and struct unix_diag_msg behind it. */
const HEADER = 16
const BODY = 32

const buffer = allocate(32 * 1024)
const c = {
  socket: libc.func('int socket(int domain, int type, int protocol)'),
  send: libc.func('int64_t send(int fd, void *buffer, size_t size, int flags)'),
  recv: libc.func('int64_t recv(int fd, void *buffer, size_t size, int flags)'),
  close: libc.func('int close(int fd)'),
}

/**
 * Asks the kernel for the connected sockets of the Unix domain: /proc/net/unix does not tell which two belong together.
 * @returns by the inode of the other end; empty where the kernel does not tell
 */
export function readUnixPeers(): Map<number, UnixPeer> {
  const peers = new Map<number, UnixPeer>()
  const fd = c.socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC, NETLINK_SOCK_DIAG)
  if (fd < 0) return peers
  try {
    const request = Buffer.alloc(HEADER + 24)
    request.writeUInt32LE(request.length, 0)
    request.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4)
    request.writeUInt16LE(REQUEST_DUMP, 6)
    request.writeUInt8(AF_UNIX, HEADER)
    request.writeUInt32LE(ESTABLISHED, HEADER + 4)
    request.writeUInt32LE(SHOW_NAME_AND_PEER, HEADER + 12)
    request.copy(buffer.bytes)
    if (c.send(fd, buffer.pointer, request.length, 0) < 0) return peers
    for (;;) {
      const size = Number(c.recv(fd, buffer.pointer, buffer.bytes.length, MSG_DONTWAIT))
      if (size <= 0 || !readMessages(buffer.bytes.subarray(0, size), peers)) return peers
    }
  } finally {
    c.close(fd)
  }
}

/** @returns whether there are more to come */
function readMessages(bytes: Buffer, peers: Map<number, UnixPeer>): boolean {
  for (let at = 0; at + BODY <= bytes.length;) {
    const length = bytes.readUInt32LE(at)
    if (bytes.readUInt16LE(at + 4) !== SOCK_DIAG_BY_FAMILY) return false
    readSocket(bytes.subarray(at, at + length), peers)
    at += align(length)
  }
  return bytes.readUInt16LE(4) === SOCK_DIAG_BY_FAMILY
}

function readSocket(message: Buffer, peers: Map<number, UnixPeer>): void {
  const inode = message.readUInt32LE(HEADER + 4)
  let name = ''
  let other = 0
  for (let at = BODY; at + 4 <= message.length;) {
    const length = message.readUInt16LE(at)
    const type = message.readUInt16LE(at + 2)
    if (length < 4) break
    if (type === ATTRIBUTE.name) name = message.toString('utf8', at + 4, at + length).replace(/^\0/, '@')
    if (type === ATTRIBUTE.peer) other = message.readUInt32LE(at + 4)
    at += align(length)
  }
  if (other !== 0) peers.set(other, { inode, name: name.replace(/\0.*$/s, '') })
}

const align = (length: number): number => (length + 3) & ~3
