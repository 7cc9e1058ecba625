import { aloneByTool, inWords } from '../findings/alone.ts'
import { textOf } from '../processes.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { toolOf } from '../time/tools.ts'
import { counted, named } from '../words.ts'
import type { CaseFacts } from './case.ts'
import type { CauseFinder } from './cause.ts'

/**
 * A process that used less of its time on a processor, or waiting for one, slept. Where nobody measured that it waited
 * for one, it may have starved, which leaves it more than this little.
 */
const ASLEEP = { measured: 0.2, unmeasured: 0.02 }

/** A process did not compute, and nothing else did: a sleep, the network, a lock. */
export const sleeping: CauseFinder = ({ run, path }) => {
  const { processes } = run
  const byRow = new Map<number, number>()
  for (const { row, from, to, kind } of path.steps)
    if ((kind === 'waiting' || kind === 'slot') && isAsleep(run, row))
      byRow.set(row, (byRow.get(row) ?? 0) + to - from)
  const [longest] = [...byRow].sort((a, b) => b[1] - a[1])
  if (!longest) return undefined
  const costs = [...byRow.values()].reduce((sum, time) => sum + time, 0)
  const [row, time] = longest
  const above = processes.parent[row]!
  const by = above >= 0 ? `, started by ${named(processes, above)},` : ''
  const all =
    costs > 1.1 * time
      ? ` With ${counted(byRow.size - 1, 'other process', 'other processes')}, ${formatMilliseconds(costs)}.`
      : ''
  const text = `${named(processes, row)}${by} waited ${formatMilliseconds(time)} of ${formatMilliseconds(run.wall)} without computing: it slept, or waited for the network or a lock.${all}`
  return { kind: 'sleeping', text, costs, confidence: 0.7, rows: [row] }
}

/** Without a measured CPU time nothing says that a process slept. */
function isAsleep({ processes, wall, waits }: CaseFacts['run'], row: number): boolean {
  if (row < 0) return false
  const lived = Math.min(processes.end[row]!, wall) - processes.start[row]!
  const queued = waits ? waits.runQueue[row]! : NaN
  const wanted = processes.cpuTime[row]! + (Number.isNaN(queued) ? 0 : queued)
  return wanted < (Number.isNaN(queued) ? ASLEEP.unmeasured : ASLEEP.measured) * lived
}

/** One process ran alone while the other cores were idle. */
export const alone: CauseFinder = ({ run, work, others }) => {
  if (run.cores === 1) return undefined
  const [first] = aloneByTool(run.processes, (row) => work.alone[row]!)
  if (!first) return undefined
  const { row } = first
  const own = work.alone[row]!
  // Many short ones in a row are no long pole: another cause explains them.
  const isOne = own >= first.time / 2
  const costs = isOne ? own : first.time
  // Cores that other programs had were not idle.
  const free = Math.round((run.cores ?? 0) - 1 - (others?.cores ?? 0))
  const idle = free >= 1 ? `, ${free} of ${run.cores} cores idle` : ''
  const what = isOne
    ? `${named(run.processes, row)} for ${formatMilliseconds(own)}`
    : inWords(run.processes, first)
  const text = `One process ran alone${idle}: ${what} of ${formatMilliseconds(run.wall)}.`
  return { kind: 'alone', text, costs, confidence: 0.8, rows: [row] }
}

/** A build that uses so much of the cores has enough to do. */
const BUSY = 0.85

/** Jobs waited for a slot of `make -j` while cores were idle. */
export const jobs: CauseFinder = ({ run, model, path, cpuTime }) => {
  const { cores, processes, wall } = run
  const server = model.servers.servers
    .map((each, index) => ({ ...each, index, jobs: model.slots.jobs[index]! }))
    .find(({ jobs, index }) => jobs < (cores ?? 1) && hasWaited(index))
  if (!server || cpuTime >= BUSY * cores! * wall) return undefined
  // A process holds the slot also while it waits itself, for example for a processor.
  const held = path.steps.reduce(
    (sum, { release, from, to }) => sum + (release === 'slot' ? to - from : 0),
    0,
  )
  const costs = held * (1 - server.jobs / cores!)
  const tool = toolOf(textOf(processes, processes.name, server.row)).replaceAll('`', "'")
  const text = `Too few jobs: \`${tool}\` ran ${server.jobs} at a time on ${cores} cores, and ready jobs waited for a slot ${formatMilliseconds(held)} of ${formatMilliseconds(wall)}.`
  return { kind: 'jobs', text, costs, confidence: 0.7, rows: [server.row] }

  function hasWaited(index: number): boolean {
    for (let row = 0; row < processes.count; row++)
      if (model.slots.waited[row] && model.servers.serverOf[model.tree.parent[row]!] === index) return true
    return false
  }
}

/** Steps that hardly began and ended together, as a share of the shorter. */
const OVERLAP = 0.1
/** The longest of a chain below this share of it is not the long pole that `alone` names. */
const LONGEST = 0.7

/** Children of one process ran one after the other, though nothing recorded says that they must. */
export const serial: CauseFinder = (facts) => {
  const { run } = facts
  if (run.cores === 1) return undefined
  const chain = longestChain(facts)
  if (chain.rows.length < 2 || chain.longest > LONGEST * chain.time) return undefined
  const [first, second] = chain.rows
  const more = chain.rows.length > 2 ? ` and ${chain.rows.length - 2} more` : ''
  const names = `${named(run.processes, first!)}, ${named(run.processes, second!)}${more}`
  const costs = chain.time - chain.longest
  const text = `Serial: ${names} ran one after the other, ${formatMilliseconds(chain.time)} of ${formatMilliseconds(run.wall)}.`
  return { kind: 'serial', text, costs, confidence: 0.5, rows: chain.rows.slice(0, 5) }
}

/**
 * Of all parents, the one whose children spent most time one after the other, and alone. A child that starts because
 * a slot became free is not in a chain: more jobs would run it earlier. O(n).
 */
function longestChain({ run, model, work }: CaseFacts) {
  const { tree, slots } = model
  const aloneBelow = Float64Array.from(work.alone)
  for (const row of tree.starts.toReversed()) {
    const above = tree.parent[row]!
    if (above < tree.count) aloneBelow[above]! += aloneBelow[row]!
  }
  let best = { rows: [] as number[], time: 0, longest: 0 }
  for (let parent = 0; parent <= tree.count; parent++) {
    const rows: number[] = []
    let time = 0
    let longest = 0
    let until = -Infinity
    for (let at = tree.first[parent]!; at < tree.first[parent + 1]!; at++) {
      const row = tree.byStart[at]!
      const length = tree.end[row]! - tree.start[row]!
      const isApart = tree.start[row]! >= until - OVERLAP * length
      until = Math.max(until, tree.end[row]!)
      if (!isApart || slots.waited[row] || aloneBelow[row]! < length / 2 || length < run.wall / 50) continue
      rows.push(row)
      time += length
      longest = Math.max(longest, length)
    }
    if (rows.length > 1 && time - longest > best.time - best.longest) best = { rows, time, longest }
  }
  return best
}

/** The cores were busy with the build itself. */
export const busy: CauseFinder = ({ run, cpuTime }) => {
  const { cores, wall } = run
  const used = cpuTime / wall
  if (!cores || used < BUSY * cores) return undefined
  const text = `The build kept ${used.toFixed(1)} of ${cores} cores busy: only less work makes it faster.`
  return { kind: 'busy', text, costs: wall * (used / cores), confidence: 0.9, rows: [] }
}
