import type { Processes } from '../processes.ts'
import type { Work } from '../time/concurrency.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Measured } from '../time/measured.ts'
import { aloneByTool, inWords } from './alone.ts'
import type { Finding } from './finding.ts'

/** A shorter tail is the end of the build itself: `make` that collects its last child. Milliseconds. */
const LEAST_MS = 5
/** From this share on it is worth a warning. */
const WARN_SHARE = 0.1

/** The serial tail: how long at most one process was at work before the end. However small, it limits every -j. */
export function serialTail(
  processes: Processes,
  { wall }: Measured,
  { tail, peak }: Work,
): Finding | undefined {
  const length = wall - tail.from
  // A build that never did two things at once is no tail.
  if (peak < 2 || length < LEAST_MS) return undefined
  const [first] = aloneByTool(processes, (row) => tail.alone.get(row) ?? 0)
  if (!first) return undefined
  return {
    kind: 'tail',
    level: length >= WARN_SHARE * wall ? 'warn' : 'note',
    text: `The last ${formatMilliseconds(length)} were serial: ${inWords(processes, first)}.`,
    share: length / wall,
    rows: [first.row],
  }
}
