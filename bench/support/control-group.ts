import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A limit in both versions of control groups (Linux, Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst). */
export interface Limit {
  readonly one: { readonly controller: string; readonly file: string; readonly value: string }
  readonly two: { readonly controller: string; readonly file: string; readonly value: string }
}

/** A share of one processor. */
export const quotaOf = (share: number): Limit => ({
  one: { controller: 'cpu', file: 'cpu.cfs_quota_us', value: String(share * 100_000) },
  two: { controller: 'cpu', file: 'cpu.max', value: `${share * 100_000} 100000` },
})

/** Bytes of memory, the cache of files included. */
export const memoryOf = (bytes: number): Limit => ({
  one: { controller: 'memory', file: 'memory.limit_in_bytes', value: String(bytes) },
  two: { controller: 'memory', file: 'memory.max', value: String(bytes) },
})

/** Bytes a second that may be read from a disk. @param device as `stat` has it */
export const readingOf = (bytes: number, device: number): Limit => {
  const disk = `${(device >> 8) & 0xfff}:${device & 0xff}`
  return {
    one: { controller: 'blkio', file: 'blkio.throttle.read_bps_device', value: `${disk} ${bytes}` },
    two: { controller: 'io', file: 'io.max', value: `${disk} rbps=${bytes}` },
  }
}

/** The kernel refused a limit. */
export class Refused extends Error {}

/**
 * Makes a group with a limit. @returns its `cgroup.procs`, and what removes it when its processes have ended
 * @throws Refused, with the file that refused
 */
export function limitedGroup(limit: Limit): { readonly processes: string; readonly remove: () => void } {
  const isTwo = existsSync('/sys/fs/cgroup/cgroup.controllers')
  const { controller, file, value } = isTwo ? limit.two : limit.one
  const parent = isTwo ? '/sys/fs/cgroup' : `/sys/fs/cgroup/${controller}`
  const directory = join(parent, `buildspy-bench-${process.pid}`)
  if (isTwo) attempt(join(parent, 'cgroup.subtree_control'), (path) => writeFileSync(path, `+${controller}`))
  attempt(directory, (path) => mkdirSync(path))
  const remove = () => rmdirSync(directory)
  try {
    attempt(join(directory, file), (path) => writeFileSync(path, value))
  } catch (error) {
    remove()
    throw error
  }
  return { processes: join(directory, 'cgroup.procs'), remove }
}

function attempt(path: string, action: (path: string) => void): void {
  try {
    action(path)
  } catch (error) {
    throw new Refused(`${path}: ${(error as NodeJS.ErrnoException).code}`, { cause: error })
  }
}
