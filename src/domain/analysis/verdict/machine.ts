import type { MachineSample } from '../recorded.ts'
import { starvedTime } from '../time/others.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Cause, CauseFinder } from './cause.ts'
import type { CaseFacts, Measures } from './case.ts'

/** CPU time that differs by less than this share is as usual. */
const AS_USUAL = 0.15

/** The machine was busy with other work: not the build's fault. */
export const others: CauseFinder = (facts) => {
  const costs = costOfOthers(facts)
  if (costs <= 0) return undefined
  const { run, others } = facts
  const cpu = cpuAsUsual(facts)
  const who = others
    ? `other programs had ${others.cores.toFixed(1)} of ${run.cores ?? '?'} cores, ${formatMilliseconds(others.time)} of CPU time`
    : 'other programs had the processors'
  const text = `Not your build: ${who}, and it waited ${formatMilliseconds(costs)} for a processor${cpu ? '; its CPU time is as usual' : ''}.`
  return { kind: 'others', text, costs, confidence: others ? 0.9 : 0.6, rows: [] }
}

/**
 * How long the critical path waited for processors that other programs had, in milliseconds. With samples of the
 * machine it is their part of the load beyond the cores; without, it is the waiting of processes that were no more
 * than the cores.
 */
export function costOfOthers(measures: Measures): number {
  // A process that a quota holds back waits for a processor, too.
  return Math.max(0, waitingForOthers(measures) - throttledTime(measures.run))
}

function waitingForOthers({ run, path, work, others }: Measures): number {
  const { cores, wall, waits, processes } = run
  if (cores === null || wall <= 0) return 0
  const demand = work.busy > 0 ? work.atWork / work.busy : 0
  if (!others) return waits ? Math.min(path.kinds.processor, starvedTime(processes, waits, wall, cores)) : 0
  const load = demand + others.cores
  if (load <= cores) {
    // Averages hide short loads: what waited although there were no more than the cores waited for others.
    const starved = waits ? starvedTime(processes, waits, wall, cores) : 0
    return Math.min(path.kinds.processor, starved, others.time)
  }
  const byOthers = (load - Math.max(cores, demand)) / (load - cores)
  return waits ? path.kinds.processor * byOthers : wall * (1 - cores / load) * byOthers
}

export function cpuAsUsual({ cpuTime, usual }: CaseFacts): boolean {
  const known = usual?.cpuTime
  return Boolean(known) && Math.abs(cpuTime / known! - 1) <= AS_USUAL
}

/** The CPU quota of the build's container held it back. */
export const quota: CauseFinder = ({ run }) => {
  const throttled = throttledTime(run)
  if (throttled <= 0) return undefined
  const costs = Math.min(throttled, run.wall)
  const text = `The CPU quota of its container held it back for ${formatMilliseconds(costs)} of ${formatMilliseconds(run.wall)}.`
  return { kind: 'quota', text, costs, confidence: 0.9, rows: [] }
}

/** It waited for a disk. More than usual, that is a cold cache: the files were not in memory. */
export const disk: CauseFinder = (facts) => {
  const { run, path, usualMeasures } = facts
  const costs = diskTime(facts)
  if (costs <= 0) return undefined
  const before = usualMeasures && diskTime(usualMeasures)
  const cold =
    before !== null && costs > 2 * before
      ? `, usually ${formatMilliseconds(before)}: its files were not in memory (a cold cache), or the disk is slower`
      : ''
  const rows = path.steps
    .filter(({ kind, row }) => kind === 'disk' && row >= 0)
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, 3)
  const text = `It waited ${formatMilliseconds(costs)} of ${formatMilliseconds(run.wall)} for a disk${cold}.`
  return {
    kind: 'disk',
    text,
    costs,
    confidence: path.kinds.disk > 0 ? 0.9 : 0.5,
    rows: rows.map(({ row }) => row),
  }
}

/** As processes waited on the critical path, else as processors idled for a disk or tasks stalled while the path waited. */
function diskTime({ run, path }: Measures): number {
  if (path.kinds.disk > 0) return path.kinds.disk
  const idle = sumOf(run.machine, ({ iowait }) => iowait)
  return Math.min(run.wall, Math.max(idle, stalledTime(run, path)))
}

/**
 * How long nothing was recorded of the process on the critical path, which did not compute, while some task stalled on a
 * disk: by sample of the machine the lesser of both. O(steps + samples).
 */
function stalledTime({ machine }: Measures['run'], { steps }: Measures['path']): number {
  const waits = steps.filter(({ kind, row }) => row >= 0 && (kind === 'waiting' || kind === 'slot'))
  let stalled = 0
  let at = 0
  for (const { time, interval, pressure } of machine ?? []) {
    let waited = 0
    while (at > 0 && waits[at - 1]!.to > time - interval) at--
    for (; at < waits.length && waits[at]!.from < time; at++)
      waited += Math.max(0, Math.min(waits[at]!.to, time) - Math.max(waits[at]!.from, time - interval))
    stalled += Math.min(waited, pressure?.io ?? 0)
  }
  return stalled
}

/** Memory was short, so that tasks waited for it. */
export const memory: CauseFinder = ({ run }) => {
  const costs = Math.min(
    run.wall,
    sumOf(run.machine, ({ pressure }) => pressure?.memory ?? 0),
  )
  if (costs <= 0) return undefined
  const text = `Memory was short: programs waited ${formatMilliseconds(costs)} for it. Fewer jobs at a time need less.`
  return { kind: 'memory', text, costs, confidence: 0.8, rows: [] }
}

/** The host had fewer cores than usual. */
export const cores: CauseFinder = ({ run, usualMeasures, usual }): Cause | undefined => {
  const before = usualMeasures?.run.cores
  if (!usual || !before || !run.cores || run.cores >= before) return undefined
  const text = `It had ${run.cores} cores, usually ${before}.`
  return { kind: 'cores', text, costs: Math.max(0, run.wall - usual.wall), confidence: 0.8, rows: [] }
}

/** How long the CPU quota of its container held a build back, in milliseconds. */
const throttledTime = ({ machine }: Measures['run']): number =>
  sumOf(machine, ({ throttled }) => throttled ?? 0)

const sumOf = (
  machine: readonly MachineSample[] | null,
  valueOf: (sample: MachineSample) => number,
): number => (machine ?? []).reduce((sum, sample) => sum + valueOf(sample), 0)
