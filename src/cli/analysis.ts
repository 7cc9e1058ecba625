import type { RecordedProcess } from './recording.ts'

/** A process with the time that was its own doing: while no child of its own was alive, milliseconds. */
export interface Weighed extends RecordedProcess {
  readonly duration: number
  readonly ownTime: number
}

/** The processes of one tool, together. Milliseconds. */
export interface Tool {
  readonly name: string
  readonly count: number
  readonly ownTime: number
  readonly cpuTime: number
}

/** A line of the tree: processes alike stand for each other. */
export interface TreeLine {
  readonly depth: number
  readonly process: Weighed
  /** How many siblings without children of their own, alike by name, this line stands for. */
  readonly count: number
  /** Of all of them, milliseconds. */
  readonly duration: number
}

/**
 * Weighs each process.
 * @param processes by start time
 * @param now end of those that still run, milliseconds since the run's start
 */
export function weigh(processes: readonly RecordedProcess[], now: number): Weighed[] {
  const children = childrenOf(processes)
  return processes.map((process, index) => {
    const end = process.end ?? now
    let waited = 0
    let covered = process.start
    for (const child of children.get(index) ?? []) {
      const { start, end: childEnd } = processes[child]!
      const until = Math.min(childEnd ?? now, end)
      waited += Math.max(until - Math.max(start, covered), 0)
      covered = Math.max(covered, until)
    }
    const duration = Math.max(end - process.start, 0)
    return { ...process, duration, ownTime: Math.max(duration - waited, 0) }
  })
}

/** The tools, the one with most own time first. */
export function byTool(processes: readonly Weighed[]): Tool[] {
  const tools = new Map<string, { count: number; ownTime: number; cpuTime: number }>()
  for (const { name, ownTime, cpuTime } of processes) {
    const tool = tools.get(name) ?? { count: 0, ownTime: 0, cpuTime: 0 }
    tools.set(name, tool)
    tool.count++
    tool.ownTime += ownTime
    tool.cpuTime += cpuTime ?? 0
  }
  return [...tools].map(([name, sums]) => ({ name, ...sums })).sort((a, b) => b.ownTime - a.ownTime)
}

/** The processes with most own time. */
export const slowest = (processes: readonly Weighed[], count: number): Weighed[] =>
  processes.toSorted((a, b) => b.ownTime - a.ownTime).slice(0, count)

/**
 * The tree, depth first, by start time. Childless siblings of one name follow as one line.
 * @param processes by start time, so that a parent stands before its children
 */
export function tree(processes: readonly Weighed[]): TreeLine[] {
  const children = childrenOf(processes)
  const lines: TreeLine[] = []
  // No recursion: a chain of processes may be deeper than the stack.
  const rest = (children.get(-1) ?? []).map((index) => ({ index, depth: 0 })).toReversed()
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { index, depth } = next
    const process = processes[index]!
    const alike = (other: { index: number; depth: number } | undefined): boolean =>
      other?.depth === depth && processes[other.index]!.name === process.name && !children.has(other.index)
    let count = 1
    let { duration } = process
    if (!children.has(index)) {
      for (; alike(rest.at(-1)); count++) duration += processes[rest.pop()!.index]!.duration
    }
    lines.push({ depth, process, count, duration })
    for (const child of (children.get(index) ?? []).toReversed())
      rest.push({ index: child, depth: depth + 1 })
  }
  return lines
}

/** A tool in two runs; null where it does not occur. */
export interface ToolChange {
  readonly name: string
  readonly before: Tool | null
  readonly after: Tool | null
  /** Own time, milliseconds. */
  readonly change: number
}

/** What changed, by tool, the largest change of own time first. */
export function compareTools(before: readonly Tool[], after: readonly Tool[]): ToolChange[] {
  const [was, is] = [before, after].map((tools) => new Map(tools.map((tool) => [tool.name, tool])))
  return [...new Set([...was!.keys(), ...is!.keys()])]
    .map((name) => {
      const [old, new_] = [was!.get(name) ?? null, is!.get(name) ?? null]
      return { name, before: old, after: new_, change: (new_?.ownTime ?? 0) - (old?.ownTime ?? 0) }
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
}

/** Places of the children by place of the parent; −1 has those without one. */
function childrenOf(processes: readonly RecordedProcess[]): Map<number, number[]> {
  const children = new Map<number, number[]>()
  processes.forEach(({ parent }, index) => {
    const siblings = children.get(parent)
    if (siblings) siblings.push(index)
    else children.set(parent, [index])
  })
  return children
}
