import type { ExportedRun } from '../../domain/analysis/export/exported-run.ts'
import { outcomeOf } from '../../domain/analysis/outcome.ts'
import { decode } from '../../domain/analysis/processes.ts'
import type { TimelineColumns } from '../../domain/analysis/timeline.ts'
import { isDeleted, type RunRow } from '../../domain/model.ts'
import { subjectOf } from '../../graphql/analysis/analysed-run.ts'
import type { Services } from '../../graphql/context.ts'
import { NotSent } from '../../otlp/send.ts'
import { unwrapped } from '../../store/reads/lookup.ts'

/** Processes of a run that is forwarded, at most: reading it takes the event loop a tenth of a second then. */
const MOST_PROCESSES = 50_000

/** Reads a run as it is exported. @throws NotSent if it is gone or too large */
export async function readStoredRun(
  services: Services,
  id: string,
  signal: AbortSignal,
): Promise<ExportedRun> {
  const row = await services.store.reader.run.findUnique({ where: { id } })
  if (!row || isDeleted(row)) throw new NotSent('it was deleted', false)
  const run = unwrapped(row as RunRow)
  if (run.processesSeen > MOST_PROCESSES)
    throw new NotSent(`it has more than ${MOST_PROCESSES} processes`, false)
  const subject = subjectOf(services, run)
  const parts = await services.analyst.ask<'timeline'>({ kind: 'timeline', run: subject }, [subject], signal)
  const processes = decode(JSON.parse(Buffer.concat(parts).toString()) as TimelineColumns)
  const { command, args, workingDir, host, cores, exitCode, status } = run
  return {
    id,
    commandLine: [command, ...(JSON.parse(args) as string[])].join(' '),
    workingDir,
    host,
    cores,
    outcome: outcomeOf({ status, exitCode }),
    exitCode,
    labels: Object.entries(JSON.parse(run.labels) as Record<string, string>).map(([name, value]) => ({
      name,
      value,
    })),
    origin: processes.origin,
    wall: subject.until,
    files: null,
    machine: null,
    processes,
  }
}
