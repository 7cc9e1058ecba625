import { textOf, type Processes } from '../processes.ts'
import type { Work } from '../time/concurrency.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Measured } from '../time/measured.ts'
import { toolOf } from '../time/tools.ts'
import { counted, named, percent } from '../words.ts'
import type { Finding } from './finding.ts'

const LEAST_SHARE = 0.1
/** Tools that are named, and the least of each, as a share of the first. */
const MOST_TOOLS = 3
const LEAST_OF_FIRST = 0.25

/** Time in which one process ran alone, by tool: `cc1` for 5.2 s in 37 processes, not one of them for 200 ms. */
export function aloneOne(processes: Processes, { wall }: Measured, { alone }: Work): Finding | undefined {
  const tools = aloneByTool(processes, (row) => alone[row]!)
  const total = tools.reduce((sum, { time }) => sum + time, 0)
  const share = total / wall
  if (share < LEAST_SHARE) return undefined
  const shown = tools.slice(0, MOST_TOOLS).filter(({ time }) => time > LEAST_OF_FIRST * tools[0]!.time)
  const said = shown.map((tool) => inWords(processes, tool)).join(', ')
  const text = `${percent(share)} of the time, ${formatMilliseconds(total)} of ${formatMilliseconds(wall)}, one process ran alone: ${said}.`
  return { kind: 'alone', level: 'warn', text, share, rows: shown.map(({ row }) => row) }
}

/** The work of a tool's processes while nothing else worked. */
export interface AloneTool {
  readonly tool: string
  /** Milliseconds. */
  readonly time: number
  readonly count: number
  /** The process that was alone longest. */
  readonly row: number
}

/** Sums up by tool how long processes were alone, the longest first. O(n). */
export function aloneByTool(processes: Processes, timeOf: (row: number) => number): AloneTool[] {
  const tools = new Map<string, { tool: string; time: number; count: number; row: number }>()
  for (let row = 0; row < processes.count; row++) {
    const time = timeOf(row)
    if (!(time > 0)) continue
    const tool = toolOf(textOf(processes, processes.name, row))
    const sum = tools.get(tool)
    if (!sum) tools.set(tool, { tool, time, count: 1, row })
    else {
      if (time > timeOf(sum.row)) sum.row = row
      sum.time += time
      sum.count++
    }
  }
  return [...tools.values()].sort((a, b) => b.time - a.time || a.row - b.row)
}

/** `` `ld app` for 80 ms ``, `` `cc1` for 5.2 s in 37 processes ``. */
export const inWords = (processes: Processes, { tool, time, count, row }: AloneTool): string =>
  count === 1
    ? `${named(processes, row)} for ${formatMilliseconds(time)}`
    : `\`${tool.replaceAll('`', "'")}\` for ${formatMilliseconds(time)} in ${counted(count, 'process', 'processes')}`
