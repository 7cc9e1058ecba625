import { sumPath } from '../path/critical-path.ts'
import { formatMilliseconds } from './duration.ts'
import type { Measured, RunFacts } from './measured.ts'
import { failed, textOf, type Processes } from '../processes.ts'
import { findRepeats } from './repeats.ts'
import { namedProcess } from '../named-process.ts'

/** What a finding is about. */
export type FindingKind =
  | 'failed'
  | 'alone'
  | 'parallelism'
  | 'pole'
  | 'tiny'
  | 'repeated'
  | 'gaps'
  | 'tool'
  | 'busy'

/** Something that a reader of a run wants to know, in words. */
export interface Finding {
  readonly kind: FindingKind
  /** `bad`: the build failed by it; `warn`: time that could be saved; `note`: good to know. */
  readonly level: 'bad' | 'warn' | 'note'
  /** A sentence; names and numbers of processes in it stand between backticks. */
  readonly text: string
  /** What it costs, as a share of the wall time, for the order. */
  readonly share: number
  /** The processes it names, the most telling first. */
  readonly rows: readonly number[]
}

const ALONE_SHARE = 0.3
const POLE_SHARE = 0.2
const TOOL_SHARE = 0.4
const GAP_SHARE = 0.1
const REPEAT_SHARE = 0.03
const LOW_USE = 0.5
const HIGH_USE = 0.85
/** A process shorter than this, in milliseconds, costs more to start than it does. */
const TINY_MS = 10
const TINY_COUNT = 200

/**
 * What stands out in a run: what failed, time in which one process ran alone, low parallelism, one long pole, many
 * tiny processes, repeated command lines, gaps, the dominant tool. What costs most comes first. O(n log n).
 * @param alone how long each process was the only one at work, by row
 */
export function findingsOf(
  processes: Processes,
  facts: RunFacts,
  measured: Measured,
  alone: ArrayLike<number>,
): Finding[] {
  if (facts.wall <= 0 || processes.count === 0) return []
  const found = [
    failures(processes, facts),
    aloneOne(processes, measured, alone),
    pole(processes, measured, alone),
    parallelism(facts, measured),
    gaps(processes, measured),
    repeated(processes, measured),
    tiny(processes, measured),
    tool(measured),
  ].filter((finding) => finding !== undefined)
  const rank = { bad: 0, warn: 1, note: 2 }
  return found.sort((a, b) => rank[a.level] - rank[b.level] || b.share - a.share)
}

function failures(processes: Processes, { status }: RunFacts): Finding | undefined {
  const rows: number[] = []
  for (let row = 0; row < processes.count; row++) if (failed(processes, row)) rows.push(row)
  if (rows.length === 0) return undefined
  // The first that ended badly is nearer to the cause: what waited for it fails after it.
  rows.sort((a, b) => processes.end[a]! - processes.end[b]!)
  const [first] = rows
  const rest = rows.length === 1 ? '' : `, the first of ${rows.length} that failed`
  const how = textOf(processes, processes.signal, first!) || `exit code ${processes.exitCode[first!]}`
  const fatal = status === 'failed'
  return {
    kind: 'failed',
    level: fatal ? 'bad' : 'note',
    text: `${namedProcess(processes, first!)} ended with ${how}${rest}${fatal ? '' : '; the build went on'}.`,
    share: fatal ? 1 : 0,
    rows: rows.slice(0, 20),
  }
}

function aloneOne(processes: Processes, measured: Measured, alone: ArrayLike<number>): Finding | undefined {
  const share = measured.alone / measured.wall
  if (share < ALONE_SHARE) return undefined
  const rows = Array.from({ length: processes.count }, (_, row) => row)
    .filter((row) => alone[row]! > 0)
    .sort((a, b) => alone[b]! - alone[a]!)
    .slice(0, 5)
  const said = rows
    .filter((row, i) => i === 0 || alone[row]! > 0.25 * alone[rows[0]!]!)
    .slice(0, 3)
    .map((row) => `${namedProcess(processes, row)} for ${formatMilliseconds(alone[row]!)}`)
  const text = `${percent(share)} of the time one process ran alone: ${said.join(', ')}.`
  return { kind: 'alone', level: 'warn', text, share, rows }
}

function pole(
  processes: Processes,
  { slowest, own, wall }: Measured,
  alone: ArrayLike<number>,
): Finding | undefined {
  const [row] = slowest
  if (row === undefined || own[row]! < POLE_SHARE * wall) return undefined
  const share = own[row]! / wall
  const lone = alone[row]! / own[row]!
  const beside = lone >= 0.05 ? `; for ${percent(lone)} of that nothing ran beside it` : ''
  return {
    kind: 'pole',
    level: 'warn',
    text: `One long pole: ${namedProcess(processes, row)} took ${formatMilliseconds(own[row]!)}, ${percent(share)} of the wall time${beside}.`,
    share,
    rows: [row],
  }
}

function parallelism({ cores }: RunFacts, { cpuTime, wall }: Measured): Finding | undefined {
  if (!cores || cores < 2 || cpuTime === 0) return undefined
  const busy = cpuTime / wall
  const use = busy / cores
  const mean = busy.toFixed(1)
  if (use >= HIGH_USE)
    return {
      kind: 'busy',
      level: 'note',
      text: `The cores were busy: ${mean} of ${cores} on average. Only less work makes it faster.`,
      share: 0,
      rows: [],
    }
  if (use >= LOW_USE) return undefined
  return {
    kind: 'parallelism',
    level: 'warn',
    text: `Low parallelism: ${mean} of ${cores} cores were busy on average.`,
    // Half of it, because what explains it is worth more than that it is so.
    share: (1 - use) / 2,
    rows: [],
  }
}

function gaps(processes: Processes, { criticalPath, wall }: Measured): Finding | undefined {
  const share = sumPath(criticalPath).gaps / wall
  if (share < GAP_SHARE) return undefined
  const longest = criticalPath.filter(({ gap }) => gap).sort((a, b) => b.to - b.from - (a.to - a.from))[0]!
  const length = formatMilliseconds(longest.to - longest.from)
  const where = longest.row < 0 ? 'with no process recorded' : `in ${namedProcess(processes, longest.row)}`
  return {
    kind: 'gaps',
    level: 'warn',
    text: `${percent(share)} of the critical path are gaps, in which nothing on it worked; the longest, ${length}, ${where}.`,
    share,
    rows: longest.row < 0 ? [] : [longest.row],
  }
}

function repeated(processes: Processes, { own, wall }: Measured): Finding | undefined {
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
    text: `${namedProcess(processes, most.row)} ran ${most.count} times with the same command line, ${formatMilliseconds(most.own)} in all.${others}`,
    share: spare / wall,
    rows: repeats.slice(0, 5).map(({ row }) => row),
  }
}

function tiny(processes: Processes, { own, wall }: Measured): Finding | undefined {
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
    level: time > 0.1 * wall ? 'warn' : 'note',
    text: `${count} of ${processes.count} processes lived less than ${TINY_MS} ms, ${formatMilliseconds(time)} in all: starting them is much of their cost.`,
    share: time / wall,
    rows: [],
  }
}

function tool({ byTool }: Measured): Finding | undefined {
  const all = byTool.reduce((sum, { own }) => sum + own, 0)
  const [most] = byTool
  if (!most || byTool.length < 2 || most.own < TOOL_SHARE * all) return undefined
  const processes = most.count === 1 ? 'one process' : `${most.count} processes`
  return {
    kind: 'tool',
    level: 'note',
    text: `\`${most.tool}\` took ${percent(most.own / all)} of the time at work: ${formatMilliseconds(most.own)} in ${processes}.`,
    share: 0,
    rows: [],
  }
}

const percent = (share: number): string => `${Math.round(Math.min(1, share) * 100)}%`
