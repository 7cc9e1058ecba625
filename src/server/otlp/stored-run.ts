import type { RunNames } from '../../domain/analysis/export/exported-run.ts'
import { outcomeOf } from '../../domain/analysis/outcome.ts'
import { isDeleted, type RunRow } from '../../domain/model.ts'
import { subjectOf } from '../../graphql/analysis/analysed-run.ts'
import type { Services } from '../../graphql/context.ts'
import type { OtlpRequest } from '../../otlp/requests.ts'
import { NotSent } from '../../otlp/send.ts'
import { unwrapped } from '../../store/reads/lookup.ts'

/**
 * Makes the requests that send a stored run, in the thread of the analysis, because the work grows with the run.
 * @throws NotSent if it is gone or goes on; TooLarge; Unavailable if too many questions wait
 */
export async function requestsOfStoredRun(
  services: Services,
  id: string,
  signal: AbortSignal,
): Promise<readonly OtlpRequest[]> {
  const row = await services.store.reader.run.findUnique({ where: { id } })
  if (!row || isDeleted(row)) throw new NotSent('it was deleted', false)
  const stored = unwrapped(row as RunRow)
  if (stored.status === 'running') throw new NotSent('it began anew', false)
  const run = subjectOf(services, stored)
  const question = { kind: 'otlp', run, named: namesOf(stored) } as const
  return services.analyst.ask<'otlp'>(question, [run], signal)
}

function namesOf({ command, args, host, status, exitCode, labels }: RunRow): RunNames {
  const pairs = Object.entries(JSON.parse(labels) as Record<string, string>)
  return {
    commandLine: [command, ...(JSON.parse(args) as string[])].join(' '),
    host,
    outcome: outcomeOf({ status, exitCode }),
    labels: pairs.map(([name, value]) => ({ name, value })),
  }
}
