import type { Processes } from '../processes.ts'
import { othersOf, starvedTime } from '../time/others.ts'
import type { Work } from '../time/concurrency.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Measured, RunFacts } from '../time/measured.ts'
import type { Finding } from './finding.ts'

/** Cores busy with the build, as a share of all: little, and all but all. */
const LOW_USE = 0.5
const HIGH_USE = 0.85
/** Other programs, or waiting for a processor, below these shares change little. */
const LEAST_OTHERS = 0.15
const LEAST_STARVED = 0.2
/** Processes at work, as a share of the cores, above which the build offers enough work. */
const ENOUGH_WORK = 0.75
/** Time alone, as a share of the wall time or in milliseconds, above which more than less work helps. */
const ALONE_SHARE = 0.05
const ALONE_MS = 10_000

/** How the cores were used, and why not more: by others, by waiting, or because the build offered too little work. */
export function coreUse(
  processes: Processes,
  facts: RunFacts,
  measured: Measured,
  work: Work,
): Finding | undefined {
  const { cores } = facts
  const { cpuTime, wall } = measured
  if (!cores || cores < 2 || cpuTime === 0) return undefined
  const used = cpuTime / wall
  const mean = `${used.toFixed(1)} of ${cores}`
  const starved = starvation(processes, facts, used, cores)
  if (starved) return starved
  if (used / cores >= HIGH_USE) return busy(mean, measured, cores)
  if (used / cores >= LOW_USE) return undefined
  // Half of the unused share, because its explanation is worth more.
  const share = (1 - used / cores) / 2
  if (work.atWork / wall >= ENOUGH_WORK * cores) {
    const at = (work.atWork / wall).toFixed(1)
    const text = `Processes waited: ${at} were at work at a time, yet used ${mean} cores.${reasonOf(processes, facts)}`
    return { kind: 'waiting', level: 'warn', text, share, rows: [] }
  }
  const text = `Low parallelism: ${mean} cores were busy on average.`
  return { kind: 'parallelism', level: 'warn', text, share, rows: [] }
}

function starvation(
  processes: Processes,
  { machine, waits, wall }: RunFacts,
  used: number,
  cores: number,
): Finding | undefined {
  const others = othersOf(machine)
  if (others && others.cores >= LEAST_OTHERS * cores && used + others.cores >= HIGH_USE * cores) {
    const text = `The machine was busy with other work: other programs had ${others.cores.toFixed(1)} of ${cores} cores, ${formatMilliseconds(others.time)} of CPU time.`
    return { kind: 'starved', level: 'warn', text, share: others.cores / cores, rows: [] }
  }
  if (others || !waits || used / cores >= HIGH_USE) return undefined
  const starved = starvedTime(processes, waits, wall, cores)
  if (starved < LEAST_STARVED * wall) return undefined
  const text = `Processes waited ${formatMilliseconds(starved)} for a processor while the build used ${used.toFixed(1)} of ${cores} cores: other programs had them.`
  return { kind: 'starved', level: 'warn', text, share: starved / wall / cores, rows: [] }
}

/** Only less work helps, unless the cores were idle for long. */
function busy(mean: string, { alone, wall }: Measured, cores: number): Finding {
  const isAlone = alone >= ALONE_SHARE * wall || alone >= ALONE_MS
  const rest = isAlone
    ? `For ${formatMilliseconds(alone)} one process ran alone, and up to ${cores - 1} ${cores === 2 ? 'core was' : 'cores were'} idle.`
    : 'Only less work makes it faster.'
  const text = `The cores were busy: ${mean} on average. ${rest}`
  return { kind: 'busy', level: 'note', text, share: 0, rows: [] }
}

function reasonOf({ count }: Processes, { waits }: RunFacts): string {
  const sum = (column: ArrayLike<number>) => {
    let total = 0
    for (let row = 0; row < count; row++) total += column[row]! || 0
    return total
  }
  const known = waits
    ? [[sum(waits.runQueue), 'for a processor'] as const, [sum(waits.disk), 'for a disk'] as const].filter(
        ([time]) => time >= 1,
      )
    : []
  // Undefined if nobody asked for them, as in a page that leaves this to the verdict.
  if (known.length === 0) return waits === null ? ' What they waited for was not recorded.' : ''
  return ` They waited ${known.map(([time, why]) => `${formatMilliseconds(time)} ${why}`).join(', ')}.`
}
