import { createHash } from 'node:crypto'
import type { TraceContext } from './trace-context.ts'

/**
 * The span of a run. Its ids follow from the run's id, so a run that is sent twice is the same trace.
 * @param parent the span under which the run was recorded
 */
export const spanOfRun = (runId: string, parent: TraceContext | undefined): TraceContext => ({
  traceId: parent?.traceId ?? hash(32, 'trace', runId),
  spanId: hash(16, 'run', runId),
})

/** The id of the span of a process. @param start milliseconds since the run's start, exact to a microsecond */
export const spanIdOf = (runId: string, pid: number, start: number): string =>
  hash(16, 'process', runId, String(pid), String(Math.round(start * 1000)))

const hash = (digits: number, ...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, digits)
