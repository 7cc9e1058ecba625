import type { Processes } from '../processes.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Measured } from '../time/measured.ts'
import { findRepeats } from '../time/repeats.ts'
import { counted, named, percent } from '../words.ts'
import type { Finding } from './finding.ts'

const TOOL_SHARE = 0.4
const REPEAT_SHARE = 0.03
/** A process shorter than this, in milliseconds, costs more to start than it does. */
const TINY_MS = 10
const TINY_COUNT = 200
const TINY_WARN_SHARE = 0.1
const MOST_NAMED = 5

/** Command lines that ran again and again. */
export function repeated(processes: Processes, { own, wall }: Measured): Finding | undefined {
  const repeats = findRepeats(processes, own)
  const [most] = repeats
  const spare = repeats.reduce((sum, each) => sum + each.spare, 0)
  if (!most || spare < REPEAT_SHARE * wall) return undefined
  const others =
    repeats.length > 1
      ? ` With ${repeats.length - 1} other command lines that repeat, ${formatMilliseconds(spare)}.`
      : ''
  return {
    kind: 'repeated',
    level: 'warn',
    text: `${named(processes, most.row)} ran ${most.count} times with the same command line, ${formatMilliseconds(most.own)} in all.${others}`,
    share: spare / wall,
    rows: repeats.slice(0, MOST_NAMED).map(({ row }) => row),
  }
}

/** Many processes that hardly lived. */
export function tiny(processes: Processes, { own, wall }: Measured): Finding | undefined {
  let count = 0
  let time = 0
  for (let row = 0; row < processes.count; row++) {
    if (processes.end[row]! - processes.start[row]! >= TINY_MS) continue
    count++
    time += own[row]!
  }
  if (count < TINY_COUNT || count < processes.count / 2) return undefined
  return {
    kind: 'tiny',
    level: time > TINY_WARN_SHARE * wall ? 'warn' : 'note',
    text: `${count} of ${processes.count} processes lived less than ${TINY_MS} ms, ${formatMilliseconds(time)} in all: starting them is much of their cost.`,
    share: time / wall,
    rows: [],
  }
}

/** One tool that did much of the work. */
export function tool({ byTool }: Measured): Finding | undefined {
  const all = byTool.reduce((sum, { own }) => sum + own, 0)
  const [most] = byTool
  if (!most || byTool.length < 2 || most.own < TOOL_SHARE * all) return undefined
  const processes = most.count === 1 ? 'one process' : counted(most.count, 'process', 'processes')
  return {
    kind: 'tool',
    level: 'note',
    text: `\`${most.tool}\` took ${percent(most.own / all)} of the time at work: ${formatMilliseconds(most.own)} in ${processes}.`,
    share: 0,
    rows: [],
  }
}
