import type { ExportedRun } from '../domain/analysis/export/exported-run.ts'
import { attributesOf, type KeyValue } from './values.ts'

/** What recorded the data (`InstrumentationScope`). */
export const SCOPE = { name: 'buildspy' } as const

/** The version of the conventions that has all names of our attributes (https://opentelemetry.io/docs/specs/semconv). */
export const SCHEMA_URL = 'https://opentelemetry.io/schemas/1.37.0'

/** The resource of a run: the machine that built, and the revision that was built. */
export function resourceOf({ host, labels }: ExportedRun): { readonly attributes: readonly KeyValue[] } {
  const label = (wanted: string) => labels.find(({ name }) => name === wanted)?.value
  return {
    attributes: attributesOf({
      'service.name': 'buildspy',
      'host.name': host || undefined,
      'vcs.ref.head.name': label('branch'),
      'vcs.ref.head.revision': label('commit'),
    }),
  }
}

/** The result of a pipeline (`cicd.pipeline.result`) that an outcome is; undefined while the run goes on. */
export const RESULTS = {
  running: undefined,
  succeeded: 'success',
  failed: 'failure',
  interrupted: 'cancellation',
  crashed: 'error',
} as const
