import { sumPath } from '../path/critical-path.ts'
import type { Processes } from '../processes.ts'
import type { Work } from '../time/concurrency.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Measured } from '../time/measured.ts'
import { named, percent } from '../words.ts'
import type { Finding } from './finding.ts'

const POLE_SHARE = 0.2
const POLE_ALONE = 0.05
const GAP_SHARE = 0.1

/** One process that took much of the wall time. */
export function pole(
  processes: Processes,
  { slowest, own, wall }: Measured,
  { alone }: Work,
): Finding | undefined {
  const [row] = slowest
  if (row === undefined || own[row]! < POLE_SHARE * wall) return undefined
  const share = own[row]! / wall
  const lone = alone[row]! / own[row]!
  const beside = lone >= POLE_ALONE ? `; for ${percent(lone)} of that nothing ran beside it` : ''
  return {
    kind: 'pole',
    level: 'warn',
    text: `One long pole: ${named(processes, row)} took ${formatMilliseconds(own[row]!)}, ${percent(share)} of the wall time${beside}.`,
    share,
    rows: [row],
  }
}

/** Time on the critical path in which nothing worked. */
export function gaps(processes: Processes, { criticalPath, wall }: Measured): Finding | undefined {
  const share = sumPath(criticalPath).gaps / wall
  if (share < GAP_SHARE) return undefined
  const longest = criticalPath.filter(({ gap }) => gap).sort((a, b) => b.to - b.from - (a.to - a.from))[0]!
  const length = formatMilliseconds(longest.to - longest.from)
  const where = longest.row < 0 ? 'with no process recorded' : `in ${named(processes, longest.row)}`
  return {
    kind: 'gaps',
    level: 'warn',
    text: `${percent(share)} of the critical path are gaps, in which nothing on it worked; the longest, ${length}, ${where}.`,
    share,
    rows: longest.row < 0 ? [] : [longest.row],
  }
}
