import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildspy } from '../cli/support/buildspy.ts'
import { temporaryDirectory } from '../support/daemon.ts'
import { decodeRequest, otlpCollector } from '../support/otlp-collector.ts'

const NOWHERE = 'http://127.0.0.1:9'
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

const quiet = ['run', '--label', 'kind=test', '-o']
const valueOf = (attributes: readonly { key: string; value: object }[], wanted: string) =>
  attributes.find(({ key }) => key === wanted)?.value

test('run --otlp sends a build below the span of its environment, and gives the build a span', async () => {
  const collector = await otlpCollector()
  const file = join(await temporaryDirectory(), 'build.ndjson')
  const { exitCode, stdout, stderr } = await buildspy(
    NOWHERE,
    [...quiet, file, '--otlp', collector.url, '--', 'sh', '-c', 'echo $TRACEPARENT; /bin/true; exit 3'],
    undefined,
    {
      env: {
        TRACEPARENT: `00-${TRACE}-${PARENT}-01`,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc',
      },
    },
  )
  expect([exitCode, stderr]).toEqual([3, expect.not.stringContaining('trace was not sent')])
  const [run, shell, ...others] = collector.spans
  expect(stdout).toBe(`00-${TRACE}-${run!.spanId}-01\n`)
  expect(run).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, status: { code: 2 } })
  expect(shell).toMatchObject({ traceId: TRACE, parentSpanId: run!.spanId })
  expect(others.map(({ parentSpanId }) => parentSpanId)).toEqual([shell!.spanId])
  expect(valueOf(run!.attributes, 'cicd.pipeline.result')).toEqual({ stringValue: 'failure' })
  expect(collector.metrics).toContain('cicd.pipeline.run.duration')
  expect(collector.headers[0]?.authorization).toBe('Basic abc')

  const exported = await buildspy(NOWHERE, ['export', file, '-f', 'otlp'])
  const decoded = decodeRequest('/v1/traces', exported.stdout)
  const ids = (spans: readonly { spanId: string; parentSpanId?: string }[]) =>
    spans.map(({ spanId, parentSpanId }) => `${parentSpanId} ${spanId}`)
  expect(ids(decoded.resourceSpans[0].scopeSpans[0].spans)).toEqual(ids(collector.spans))
})

test('without --otlp the environment of a build stays as it was', async () => {
  const file = join(await temporaryDirectory(), 'build.ndjson')
  const traceparent = `00-${TRACE}-${PARENT}-01`
  const show = ['--', 'sh', '-c', 'echo "[$TRACEPARENT]"']
  for (const TRACEPARENT of [traceparent, undefined])
    expect(
      await buildspy(NOWHERE, [...quiet, file, ...show], undefined, { env: { TRACEPARENT } }),
    ).toMatchObject({ stdout: `[${TRACEPARENT ?? ''}]\n` })
})

test('a collector that refuses, or is away, changes nothing but a sentence', async () => {
  const collector = await otlpCollector(() => 500)
  const file = join(await temporaryDirectory(), 'build.ndjson')
  for (const [url, reason] of [
    [collector.url, 'refused with status 500'],
    [NOWHERE, 'cannot be reached'],
  ] as const) {
    const result = await buildspy(NOWHERE, [...quiet, file, '--otlp', url, '--', 'sh', '-c', 'exit 7'])
    expect(result).toMatchObject({ exitCode: 7, stdout: '' })
    expect(result.stderr.match(/.*trace was not sent.*/g)).toEqual([expect.stringContaining(reason)])
  }
})
