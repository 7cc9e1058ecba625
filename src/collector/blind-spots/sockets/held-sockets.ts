import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The inodes of the sockets that a process holds; none if it is gone or somebody else's. */
export function heldSockets(pid: number | 'self'): number[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1]
      return inode === undefined ? [] : [Number(inode)]
    })
  } catch {
    return []
  }
}

/** A process that holds a socket, by its arguments. */
export interface Holder {
  readonly pid: number
  readonly argv: readonly string[]
}

/** Finds who holds a socket, among the processes that may be looked into. @param inode 0 is nobody's */
export function findHolder(inode: number): Holder | undefined {
  if (inode === 0) return undefined
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    if (!heldSockets(pid).includes(inode)) continue
    try {
      return { pid, argv: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1) }
    } catch {
      // It has ended.
    }
  }
  return undefined
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
