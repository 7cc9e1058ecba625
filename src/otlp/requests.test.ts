import { expect, it } from 'vitest'
import { exportedRun } from '../../test/support/processes.ts'
import { decodeJsonStrictly, loadProtos } from '../../test/support/protos.ts'
import type { ExportedRun } from '../domain/analysis/export/exported-run.ts'
import { keptSpansOf } from './kept-spans.ts'
import { requestsOf, traceText } from './requests.ts'
import type { Span } from './spans.ts'

const V1 = 'opentelemetry/proto/collector'
const root = loadProtos(`${V1}/trace/v1/trace_service.proto`, `${V1}/metrics/v1/metrics_service.proto`)
const typeOf = (path: string) =>
  root.lookupType(
    path === 'v1/traces'
      ? 'opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest'
      : 'opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest',
  )

const run = exportedRun(
  [
    { start: 0, end: 20, name: 'make', commandLine: 'make -j2', workingDir: '' },
    { start: 1.5, end: 9, parent: 0, name: 'cc1', commandLine: 'cc1 a.c', cpuTime: 7, peakMemory: 2 ** 33 },
    { start: 2, end: 8, parent: 1, name: 'as', commandLine: 'as \u001b\u202e', exitCode: 1 },
    { start: 10, parent: 0, name: 'ld', commandLine: 'ld a.o', signal: 'SIGSEGV' },
  ],
  { outcome: 'failed', exitCode: 2 },
)

const textOf = (body: Uint8Array) => Buffer.from(body).toString()

const spansIn = (given: ExportedRun): Span[] => {
  const request = decodeJsonStrictly(typeOf('v1/traces'), [...traceText(given)].join(''))
  return request.resourceSpans[0].scopeSpans[0].spans
}

it('writes spans and metrics by the official definition', () => {
  const requests = [...requestsOf(run)]
  expect(requests.map(({ path }) => path)).toEqual(['v1/traces', 'v1/metrics'])
  for (const { path, body } of requests) decodeJsonStrictly(typeOf(path), textOf(body))
  // Nothing in it steers the terminal that shows it.
  expect(
    requests.filter(({ body }) => ['\u001b', '\u202e'].some((text) => textOf(body).includes(text))),
  ).toEqual([])
})

it('hangs each process below its parent, and the first below the run', () => {
  const [all, make, cc1, as, ld] = spansIn(run)
  expect([make, cc1, as, ld].map((span) => span?.parentSpanId)).toEqual(
    [all, make, cc1, make].map((span) => span?.spanId),
  )
  expect(cc1).toMatchObject({
    startTimeUnixNano: '1767323045001750000',
    endTimeUnixNano: '1767323045009250000',
  })
  expect(cc1?.attributes).toContainEqual({ key: 'buildspy.memory.peak', value: { intValue: '8589934592' } })
  expect(all?.attributes).toContainEqual({
    key: 'cicd.pipeline.result',
    value: { stringValue: 'failure' },
  })
})

it('hangs the run below the span in whose environment it began', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const labels = [{ name: 'traceparent', value: `00-${traceId}-b7ad6b7169203331-01` }]
  const [all, make] = spansIn({ ...run, labels })
  expect(all).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' })
  expect(make).toMatchObject({ traceId, parentSpanId: all?.spanId })
})

it('keeps the longest processes and counts the others where they would hang', () => {
  const { rows, above, collapsed } = keptSpansOf(run, 2)
  expect(rows).toEqual([0, 3])
  expect([...above]).toEqual([-1, 0, 0, 0])
  expect([...collapsed]).toEqual([[0, 2]])
})
