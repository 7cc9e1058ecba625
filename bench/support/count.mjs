import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** How many processes a record holds, and how many of them have an end with a peak memory. */
export function countRecord(file) {
  const events = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'build_event')
    .map(({ data }) => data)
  const ends = events.filter(({ type }) => type === 'process_end')
  return {
    processes: events.filter(({ type }) => type === 'process_start').length,
    ended: ends.length,
    withPeak: ends.filter(({ process }) => process.peak_mem > 0).length,
  }
}

/**
 * How many processes strace counts in a run of a command, by their ends: ids are used again. Threads end as well; one
 * that executes takes over its process's id, and is superseded instead.
 * @param {string} log a file for what strace writes
 */
export function countByStrace([...command], cwd, log) {
  spawnSync('strace', ['-f', '-e', 'trace=process', '-o', log, ...command], { cwd, stdio: 'ignore' })
  const text = readFileSync(log, 'utf8')
  const matches = (pattern) => text.match(pattern)?.length ?? 0
  return matches(/\+\+\+ (?:exited|killed|superseded) /g) - matches(/\bCLONE_THREAD\b/g)
}
