import { ownTimes } from '../domain/analysis/time/own-time.ts'
import type { Case } from '../domain/analysis/verdict/case.ts'
import { verdictOf } from '../domain/analysis/verdict/verdict.ts'
import type { VerdictReport } from './messages.ts'
import type { KeptRun } from './read-recorded-run.ts'
import { namer } from './timed-process.ts'

/** The verdict of a run, with its processes by name. */
export function verdictReportOf(run: KeptRun, about: Case): VerdictReport {
  const named = namer(run.processes, ownTimes(run.processes, run.wall), run.wall)
  const { rows, causes, ...verdict } = verdictOf(about)
  return {
    ...verdict,
    causes: causes.map(({ rows, ...cause }) => ({ ...cause, processes: rows.map(named) })),
    processes: rows.map(named),
  }
}
