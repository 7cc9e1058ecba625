import { basename } from 'node:path'
import { Counter, Histogram, type Registry } from 'prom-client'
import { outcomeOf } from '../../domain/analysis/outcome.ts'
import { durationOf, type RunRow } from '../../domain/model.ts'
import { isNews } from '../../domain/news.ts'
import { BoundedLabels } from './bounded-labels.ts'

const LABELS = ['command', 'branch', 'host'] as const

/** Seconds, from a rebuild of one file to a build of a distribution. */
const BUCKETS = [1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10_800]

/**
 * Metrics of builds that end: how many, how long, and their CPU time, by program, branch and host.
 * @returns counts the runs that ended just now
 */
export function buildMetrics(register: Registry, now: () => number): (runs: readonly RunRow[]) => void {
  const labels = new BoundedLabels<(typeof LABELS)[number]>()
  const registers = [register]
  const builds = new Counter({
    name: 'buildspy_builds_total',
    help: 'Builds that ended, by outcome: succeeded, failed, interrupted or crashed',
    labelNames: [...LABELS, 'outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'buildspy_build_seconds',
    help: 'Wall time of builds that succeeded',
    labelNames: LABELS,
    buckets: BUCKETS,
    registers,
  })
  const cpu = new Counter({
    name: 'buildspy_build_cpu_seconds_total',
    help: 'CPU time of builds that ended',
    labelNames: LABELS,
    registers,
  })
  const processes = new Counter({
    name: 'buildspy_build_processes_total',
    help: 'Processes of builds that ended',
    labelNames: LABELS,
    registers,
  })
  return (runs) => {
    for (const run of runs) {
      if (!isNews(run, now())) continue
      const names = labels.bounded(labelsOf(run))
      const outcome = outcomeOf(run)
      builds.inc({ ...names, outcome })
      cpu.inc(names, Number(run.cpuTime) / 1e6)
      processes.inc(names, run.processesSeen)
      const wall = durationOf(run)
      if (outcome === 'succeeded' && wall !== null) seconds.observe(names, wall / 1000)
    }
  }
}

const labelsOf = ({ command, labels, host }: RunRow) => ({
  command: basename(command),
  branch: (JSON.parse(labels) as Record<string, string>)['branch'] ?? '',
  host,
})
