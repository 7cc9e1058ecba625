import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** `--jobserver-auth=3,4`, in make before 4.2 `--jobserver-fds=3,4`: the pipe by which make shares its job slots. */
const JOBSERVER = /--jobserver-(?:auth|fds)=(\d+),(\d+)/

/** O_ACCMODE of the flags in /proc/self/fdinfo. */
const ACCESS_MODE = 0o3

/**
 * The descriptors above 2 that we were started with, and which the command must find as well: a shell's
 * `3>file` or `<(…)`, and make's job server. Node marks all of them close-on-exec at its start, like its own.
 * Its own are anonymous inodes and pipes with both ends in this process; so is a job server, which is named.
 * Call it before anything else is opened.
 * @param makeflags the environment's MAKEFLAGS
 */
export function inheritedDescriptors(makeflags: string): number[] {
  if (process.platform !== 'linux') return []
  const descriptors = readdirSync('/proc/self/fd').map(Number).flatMap(describe)
  const jobserver = JOBSERVER.exec(makeflags)?.slice(1).map(Number) ?? []
  return descriptors
    .filter(({ fd, target, reads }) => {
      if (fd <= 2 || target.startsWith('anon_inode:')) return false
      if (jobserver.includes(fd) || !target.startsWith('pipe:')) return true
      return !descriptors.some((other) => other.target === target && other.reads !== reads)
    })
    .map(({ fd }) => fd)
}

function describe(fd: number) {
  try {
    const target = readlinkSync(`/proc/self/fd/${fd}`)
    const flags = Number.parseInt(
      /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))![1]!,
      8,
    )
    return [{ fd, target, reads: (flags & ACCESS_MODE) === 0 }]
  } catch {
    // The listing's own descriptor is closed by now.
    return []
  }
}
