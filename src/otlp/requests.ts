import type { ExportedRun } from '../domain/analysis/export/exported-run.ts'
import { jsonOf } from '../domain/analysis/visible.ts'
import { metricsOf } from './metrics.ts'
import { resourceOf, SCHEMA_URL, SCOPE } from './resource.ts'
import { spansOf, type Span } from './spans.ts'

/** Spans in a request at most; a collector refuses a body above some megabytes. */
const BATCH = 500

/** A body, JSON in UTF-8, for a path below the address of a collector. A thread can transfer it. */
export interface OtlpRequest {
  readonly path: 'v1/traces' | 'v1/metrics'
  readonly body: Uint8Array<ArrayBuffer>
}

/** A run as one `ExportTraceServiceRequest` of OTLP/JSON, in parts. */
export function* traceText(run: ExportedRun): Generator<string, void> {
  const [head, tail] = around(run)
  let separator = head
  for (const batch of batchesOf(spansOf(run))) {
    yield separator + batch.map((span) => jsonOf(span)).join(',\n')
    separator = ',\n'
  }
  yield `${tail}\n`
}

/** The requests that send a run: its spans in batches, then its metrics. Each is made when it is asked for. */
export function* requestsOf(run: ExportedRun): Generator<OtlpRequest, void> {
  const [head, tail] = around(run)
  for (const batch of batchesOf(spansOf(run)))
    yield { path: 'v1/traces', body: encoded(head + batch.map((span) => jsonOf(span)).join(',') + tail) }
  yield { path: 'v1/metrics', body: encoded(jsonOf(metricsOf(run))) }
}

const encoder = new TextEncoder()
const encoded = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)

/** The text before and after the spans. */
function around(run: ExportedRun): readonly [head: string, tail: string] {
  const resource = jsonOf(resourceOf(run))
  const scope = jsonOf(SCOPE)
  const schema = jsonOf(SCHEMA_URL)
  return [
    `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[\n`,
    `],"schemaUrl":${schema}}],"schemaUrl":${schema}}]}`,
  ]
}

function* batchesOf(spans: Iterable<Span>): Generator<readonly Span[], void> {
  let batch: Span[] = []
  for (const span of spans) {
    if (batch.push(span) < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
