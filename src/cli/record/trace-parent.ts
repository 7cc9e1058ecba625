import type { Origin } from '../../collector/origin.ts'
import { uuid } from '../../collector/uuid.ts'
import { parseTraceparent, printTraceparent, TRACEPARENT_LABEL } from '../../otlp/trace-context.ts'
import { offerVariable } from '../environment.ts'

const NAME = 'TRACEPARENT'

/**
 * The id of a new run, and its span for the environment of the build.
 * @param labels of the run; one of them may name the span under which it runs
 */
export async function newTrace(
  labels: Readonly<Record<string, string>>,
): Promise<{ readonly runId: string; readonly traceparent: string }> {
  // Loads what makes hashes, which no other build needs.
  const { spanOfRun } = await import('../../otlp/span-ids.ts')
  const runId = uuid()
  const span = spanOfRun(runId, parseTraceparent(labels[TRACEPARENT_LABEL]))
  return { runId, traceparent: printTraceparent(span) }
}

/**
 * Puts a `TRACEPARENT` into the environment that a build gets, so that programs of the build which send traces hang them below
 * the span of the run. The rest of the environment stays as it is, byte by byte.
 */
export function withTraceparent(origin: Origin, traceparent: string): Origin {
  if (origin.environ === undefined) {
    // The build gets our own environment.
    offerVariable(NAME, traceparent)
    return origin
  }
  const before = Buffer.from(origin.environ).toString('latin1').split('\0').slice(0, -1)
  const others = before.filter((text) => !text.startsWith(`${NAME}=`))
  const environ = [...others, `${NAME}=${traceparent}`].map((text) => `${text}\0`).join('')
  return { ...origin, environ: Buffer.from(environ, 'latin1') }
}
