import { availableParallelism, hostname } from 'node:os'
import type { BuildRecord } from '../../collector/record/record-build.ts'
import { outcomeOf } from '../../domain/analysis/outcome.ts'
import type { ExportedRun } from '../../domain/analysis/export/exported-run.ts'
import type { Collector } from '../../otlp/collector.ts'
import { requestsOf } from '../../otlp/requests.ts'
import { sendRequests } from '../../otlp/send.ts'
import { MOST_KEPT, type KeptProcesses } from './kept-processes.ts'

/** A collector has so long to take a run, milliseconds: whoever started the build waits for it. */
const SEND_MS = 5000

/** What was recorded of a build beside its processes. */
type Facts = Pick<ExportedRun, 'commandLine' | 'workingDir' | 'labels'>

/**
 * Sends a build that has ended to a collector of OpenTelemetry.
 * @returns why it was not sent, in a sentence; undefined if it was
 */
export async function sendBuild(
  record: BuildRecord,
  kept: KeptProcesses,
  facts: Facts,
  collector: Collector,
): Promise<string | undefined> {
  const run = exportedBuild(record, kept, facts)
  if (!run) return `the trace was not sent: the build has more than ${MOST_KEPT} processes`
  try {
    await sendRequests(requestsOf(run), collector, AbortSignal.timeout(SEND_MS))
    return undefined
  } catch (error) {
    return `the trace was not sent: ${(error as Error).message}`
  }
}

function exportedBuild(
  { runId, wall, ending }: BuildRecord,
  kept: KeptProcesses,
  facts: Facts,
): ExportedRun | undefined {
  const start = ending.time - wall
  const columns = kept.columns(start)
  if (!columns) return undefined
  const { exitCode, signal } = ending
  const status = exitCode === 0 ? 'completed' : 'failed'
  return {
    ...facts,
    id: runId,
    host: hostname(),
    cores: availableParallelism(),
    outcome: outcomeOf({ status, exitCode, signal }),
    exitCode,
    origin: Number(start / 1000n) / 1000,
    wall: Number(wall) / 1e6,
    files: null,
    machine: null,
    processes: columns.processes,
  }
}
