import { findHolder, heldSockets, type Holder } from './held-sockets.ts'
import { readTcpConnections } from './tcp-table.ts'
import type { readUnixPeers } from './unix-peers.ts'

/** A server outside of the build that a process of the build is connected to. */
export interface OutsideServer {
  /** Path, abstract name (with `@`), or host and port. */
  readonly address: string
  /** The process at its end, if it can be known. */
  readonly holder: Holder | undefined
}

/** A connection: our end, and the process at the other. */
interface Connection {
  readonly inode: number
  /** Inode of the other end; 0 if it is not on this machine, or not accepted yet. */
  readonly peer: number
  /** The address of the other end; empty if it has none. */
  readonly address: string
}

/** Services of the session and the system, which any program may use. */
const SERVICES =
  /\/(?:dbus|systemd|nscd|bus|pulse|pipewire|wayland|gnupg|keyring|ssh|\.X11-unix|\.ICE-unix)(?:[/-]|$)|\/dev\/log$/

/**
 * Finds connections of the build to processes outside. It examines each process when that is sampled, so short processes cost
 * nothing, and their connections stay unknown.
 */
export class OutsideServers {
  /** Connections that were judged. */
  private readonly judged = new Set<number>()
  private readonly found = new Set<string>()
  private readUnix: typeof readUnixPeers | undefined
  private loading = false

  /** The build inherits the connections that we were started with. */
  constructor() {
    for (const inode of heldSockets('self')) this.judged.add(inode)
  }

  /**
   * @param pids that are to be looked at now
   * @param everyone all processes of the build, asked only if there is something to judge
   * @param contacted hears of each server once
   */
  look(
    pids: readonly number[],
    everyone: () => Iterable<number>,
    contacted: (pid: number, server: OutsideServer) => void,
  ): void {
    const holders = new Map<number, number>()
    for (const pid of pids) {
      for (const inode of heldSockets(pid)) if (!this.judged.has(inode)) holders.set(inode, pid)
    }
    if (holders.size === 0) return
    const connections = this.connections().filter(({ inode }) => holders.has(inode))
    if (connections.length === 0) return
    const ours = new Set([...everyone()].flatMap(heldSockets))
    for (const { inode, peer, address } of connections) {
      this.judged.add(inode)
      // Without a name it is a pair made in one place, as between parent and child.
      if (address === '' || ours.has(peer) || SERVICES.test(address) || this.found.has(address)) continue
      this.found.add(address)
      contacted(holders.get(inode)!, { address, holder: findHolder(peer) })
    }
  }

  private connections(): Connection[] {
    const tcp = readTcpConnections()
    const inodes = new Map(tcp.map(({ local, remote, inode }) => [`${local} ${remote}`, inode]))
    const clients = tcp.filter(({ isServer }) => !isServer)
    const connections = clients.map(({ inode, local, remote }) => ({
      inode,
      peer: inodes.get(`${remote} ${local}`) ?? 0,
      address: remote,
    }))
    if (!this.readUnix) this.load()
    const unix = [...(this.readUnix?.() ?? [])]
    return [...connections, ...unix.map(([inode, { inode: peer, name }]) => ({ inode, peer, address: name }))]
  }

  /** The C library is loaded into this thread only when a process has a socket; until then a look sees TCP alone. */
  private load(): void {
    if (this.loading) return
    this.loading = true
    import('./unix-peers.ts').then(
      ({ readUnixPeers }) => (this.readUnix = readUnixPeers),
      // Where it cannot be loaded, there is less to see.
      () => {},
    )
  }
}
