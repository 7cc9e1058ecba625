import type { WeighedProcess } from '../daemon/recording.ts'

/** A line of the tree: processes alike stand for each other. */
export interface TreeLine {
  readonly depth: number
  readonly process: WeighedProcess
  /** The number of childless siblings with the same name on this line. */
  readonly count: number
  /** Of all of them, milliseconds. */
  readonly duration: number
}

/**
 * The tree, depth first, by start time. Childless siblings of one name follow as one line.
 * @param processes by start time, so that a parent stands before its children
 */
export function tree(processes: readonly WeighedProcess[]): TreeLine[] {
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

/** Places of the children by place of the parent; −1 has those without one. */
function childrenOf(processes: readonly WeighedProcess[]): Map<number, number[]> {
  const children = new Map<number, number[]>()
  processes.forEach(({ parent }, index) => {
    const siblings = children.get(parent)
    if (siblings) siblings.push(index)
    else children.set(parent, [index])
  })
  return children
}
