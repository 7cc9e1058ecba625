import { expect, test } from 'vitest'
import { aBuild } from '../cli/support/builds.ts'
import { testDaemon } from '../support/daemon.ts'
import { otlpCollector } from '../support/otlp-collector.ts'
import type { SubmissionInput } from '../../src/wire/schema.ts'

const NS_PER_MS = 1_000_000n

test('a daemon forwards each run that ends once, and tries again when the collector cannot take it', async () => {
  const collector = await otlpCollector((request) => (request === 0 ? 503 : 200))
  const { url, submit } = await testDaemon(undefined, {
    otlp: { url: new URL(collector.url), headers: { 'x-key': 'k' } },
  })
  const { lines } = aBuild()
  await submit(...(lines as SubmissionInput[]))
  await expect.poll(() => collector.metrics.length).toBeGreaterThan(0)
  const [run, make, ...others] = collector.spans
  expect(make!.parentSpanId).toBe(run!.spanId)
  expect(others.map(({ parentSpanId }) => parentSpanId)).toEqual([make!.spanId, make!.spanId])
  expect(BigInt(run!.endTimeUnixNano) - BigInt(run!.startTimeUnixNano)).toBe(1000n * NS_PER_MS)
  expect(collector.headers.every((headers) => headers['x-key'] === 'k')).toBe(true)

  // What comes late does not send it again: the next to come is another run.
  await submit(lines.at(-1) as SubmissionInput)
  await submit(...(aBuild(500).lines as SubmissionInput[]))
  await expect.poll(() => collector.spans.length).toBe(8)
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('buildspy_otlp_queue_runs')
  await expect
    .poll(async () => (await fetch(`${url}/metrics`)).text())
    .toContain('buildspy_otlp_runs_total{result="sent"} 2')
})

test('a run that the collector refuses is given up, and counted', async () => {
  const collector = await otlpCollector(() => 401)
  const { url, submit } = await testDaemon(undefined, {
    otlp: { url: new URL(collector.url), headers: {} },
    logLevel: 'silent',
  })
  await submit(...(aBuild().lines as SubmissionInput[]))
  await expect
    .poll(async () => (await fetch(`${url}/metrics`)).text())
    .toContain('buildspy_otlp_runs_total{result="dropped"} 1')
  expect(collector.headers).toHaveLength(1)
})
