import { readFileSync } from 'node:fs'
import { setFileLimit } from './ptrace/libc.ts'

const OPEN_FILES = /^Max open files\s+(\d+)\s+(\d+)/m

/**
 * Takes back what Node does at its start: it raises the soft limit of open files to the hard one, which a
 * build would inherit, and some programs suffer from (getrlimit(2)). What we were started with is what our
 * parent has.
 */
export function restoreFileLimit(): void {
  const before = openFiles(process.ppid)
  const present = openFiles('self')
  if (before && present && before.soft < present.soft) setFileLimit(before.soft, present.hard)
}

function openFiles(pid: number | 'self') {
  try {
    const match = OPEN_FILES.exec(readFileSync(`/proc/${pid}/limits`, 'latin1'))
    return match ? { soft: Number(match[1]), hard: Number(match[2]) } : undefined
  } catch {
    // The parent has ended or belongs to somebody else.
    return undefined
  }
}
