import { readText } from './read-machine.ts'

/**
 * Reads how long the CPU quota of our cgroup has held us back, microseconds (cgroups(7); Linux,
 * Documentation/admin-guide/cgroup-v2.rst and scheduler/sched-bwc.rst).
 * @returns undefined where there is no quota
 */
export type ReadThrottling = () => number | undefined

/** Finds the file that says so, once: a build does not move us to another cgroup. */
export function findThrottling(): ReadThrottling {
  const path = statPaths(readText('/proc/self/cgroup') ?? '').find(
    (each) => parseThrottled(readText(each) ?? '') !== undefined,
  )
  return () => (path === undefined ? undefined : parseThrottled(readText(path) ?? ''))
}

/** Where `cpu.stat` may be, by /proc/self/cgroup: in a container its root is mounted in place of the path. */
export function statPaths(cgroups: string): string[] {
  const paths: string[] = []
  for (const line of cgroups.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (path === undefined) continue
    const roots =
      controllers === ''
        ? ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']
        : controllers!.split(',').includes('cpu')
          ? [`/sys/fs/cgroup/${controllers}`, '/sys/fs/cgroup/cpu']
          : []
    for (const root of roots) paths.push(`${root}${path === '/' ? '' : path}/cpu.stat`, `${root}/cpu.stat`)
  }
  return [...new Set(paths)]
}

/** The time in `cpu.stat`, of which version 1 has nanoseconds. @returns undefined if no quota was ever enforced or set */
export function parseThrottled(text: string): number | undefined {
  const periods = /^nr_periods (\d+)$/m.exec(text)?.[1]
  if (periods === undefined || periods === '0') return undefined
  const microseconds = /^throttled_usec (\d+)$/m.exec(text)?.[1]
  if (microseconds !== undefined) return Number(microseconds)
  const nanoseconds = /^throttled_time (\d+)$/m.exec(text)?.[1]
  return nanoseconds === undefined ? undefined : Math.round(Number(nanoseconds) / 1000)
}
