import { existsSync, readFileSync } from 'node:fs'

/** Whether one of our threads traces a process. */
export function isTracedByUs(pid: number): boolean {
  const [tracer] = fieldOf(pid, 'TracerPid')
  return tracer !== undefined && tracer !== '0' && existsSync(`/proc/self/task/${tracer}`)
}

/** Whether all ids of a process, of user and group, are ours. */
export function isOfOurUser(pid: number): boolean {
  const users = fieldOf(pid, 'Uid')
  const groups = fieldOf(pid, 'Gid')
  const areAll = (ids: readonly string[], own: number): boolean =>
    ids.length > 0 && ids.every((id) => Number(id) === own)
  return areAll(users, process.geteuid!()) && areAll(groups, process.getegid!())
}

/** The values of a field of proc_pid_status(5). Empty if the process is gone. */
function fieldOf(pid: number, name: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'latin1')
    return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]?.split('\t') ?? []
  } catch {
    return []
  }
}
