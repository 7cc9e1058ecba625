import { durationOf, failed, textOf, type Processes } from '../processes.ts'

/** The work of one tool in a build. Times are sums over its processes, in milliseconds. */
export interface ToolTime {
  readonly tool: string
  /** A process name it goes by. */
  readonly name: string
  readonly count: number
  readonly failed: number
  /** Own time: without waiting for children. */
  readonly own: number
  /** Wall time, waiting included; of several at a time each counts. */
  readonly total: number
  readonly cpuTime: number
}

/** Names that end in a digit which is no version. */
const WHOLE = /^(?:cc1|collect2|f951|m4|bzip2|base64|md5|sha\d+)$/

/** The tool behind a process name: `/usr/bin/x86_64-linux-gnu-gcc-12` is `gcc`, `python3.11` is `python`. */
export function toolOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase()
  if (WHOLE.test(base)) return base
  const bare = base
    .replace(/^(?:[a-z0-9_]+-)+(?:gnu|musl|elf|eabi|eabihf|gnueabihf|mingw32)-/, '')
    .replace(/[-.]?\d+(?:\.\d+)*$/, '')
  return bare || base
}

/** Sums up a build by tool; the longest at work first. O(n). */
export function timeByTool(processes: Processes, own: ArrayLike<number>, until: number): ToolTime[] {
  const tools = new Map<string, { -readonly [K in keyof ToolTime]: ToolTime[K] }>()
  const byName = new Map<number, string>()
  for (let row = 0; row < processes.count; row++) {
    const name = textOf(processes, processes.name, row)
    let tool = byName.get(processes.name[row]!)
    if (tool === undefined) byName.set(processes.name[row]!, (tool = toolOf(name)))
    let sum = tools.get(tool)
    if (!sum) tools.set(tool, (sum = { tool, name, count: 0, failed: 0, own: 0, total: 0, cpuTime: 0 }))
    sum.count++
    sum.own += own[row]!
    sum.total += durationOf(processes, row, until)
    sum.cpuTime += processes.cpuTime[row]! || 0
    if (failed(processes, row)) sum.failed++
  }
  return [...tools.values()].sort((a, b) => b.own - a.own || (a.tool < b.tool ? -1 : 1))
}
