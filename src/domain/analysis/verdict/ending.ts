import { culpritOf } from '../culprit.ts'
import { outcomeOf } from '../outcome.ts'
import { textOf, type Processes } from '../processes.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { named } from '../words.ts'
import type { CauseFinder } from './cause.ts'

/** A build that did not succeed: its end matters more than its speed. */
export const ending: CauseFinder = ({ run, usual }) => {
  const { processes, wall } = run
  const after = `after ${formatMilliseconds(wall)}`
  const known = { costs: wall, confidence: 1 }
  switch (outcomeOf(run)) {
    case 'succeeded':
      return undefined
    case 'running': {
      const expected = usual ? `; it usually takes ${formatMilliseconds(usual.wall)}` : ''
      return {
        kind: 'running',
        text: `Running for ${formatMilliseconds(wall)} so far${expected}.`,
        ...known,
        rows: [],
      }
    }
    case 'crashed':
      return {
        kind: 'crashed',
        text: `BuildSpy heard no more of it ${after}: its end is unknown.`,
        ...known,
        rows: [],
      }
    case 'interrupted': {
      const row = lastAtWork(processes, wall)
      const while_ = row < 0 ? '' : `, while ${named(processes, row)} ran`
      const text = `Interrupted ${after}${while_}: somebody stopped it.`
      return { kind: 'interrupted', text, ...known, rows: row < 0 ? [] : [row] }
    }
    case 'failed': {
      const row = culpritOf(processes)
      if (row < 0)
        return {
          kind: 'failed',
          text: `Failed ${after}; no process that failed was recorded.`,
          ...known,
          rows: [],
        }
      const signal = textOf(processes, processes.signal, row).replaceAll('`', "'")
      const how = signal ? `\`${signal}\`` : `exit code ${processes.exitCode[row]}`
      const when = `after ${formatMilliseconds(Math.min(processes.end[row]!, wall))}`
      return {
        kind: 'failed',
        text: `Failed in ${named(processes, row)} ${when}: ${how}.`,
        ...known,
        rows: [row],
      }
    }
  }
}

/** The process that started last of those that lived to the end, in milliseconds about; −1 if none did. */
function lastAtWork({ count, start, end }: Processes, wall: number): number {
  /** A signal reaches the processes of a build one after the other. */
  const LATE = 200
  let latest = -1
  for (let row = 0; row < count; row++)
    if (end[row]! >= wall - LATE && (latest < 0 || start[row]! >= start[latest]!)) latest = row
  return latest
}
