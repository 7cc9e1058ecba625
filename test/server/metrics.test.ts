import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BoundedLabels } from '../../src/server/metrics/bounded-labels.ts'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { aRun } from '../support/submissions.ts'

const scrape = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text()

/** Names of metrics in a text, without what a histogram adds. */
const namesIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/\b(?:buildspy|process|nodejs)_[a-z0-9_]+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    ),
  )

/** A build that has just ended. */
const ended = (fields: object) => {
  const now = new Date().toISOString()
  return aRun({ start_time: now, end_time: now, status: 'completed', exit_code: 0, ...fields })
}

test('builds that end are counted once, by program, branch, host and outcome', async () => {
  const { url, submit } = await testDaemon()
  const run = ended({ command: '/usr/bin/make', host: 'ci', labels: { branch: 'main' }, duration: 2000 })
  const failed = ended({ command: '/usr/bin/make', host: 'ci', status: 'failed', exit_code: 2 })
  await submit(run, run, failed, ended({ end_time: '2026-01-02T00:00:00Z' }))
  const text = await scrape(url)
  const of = 'command="make",branch="main",host="ci"'
  expect(text).toContain(`buildspy_builds_total{${of},outcome="succeeded"} 1\n`)
  expect(text).toContain('buildspy_builds_total{command="make",branch="",host="ci",outcome="failed"} 1\n')
  expect(text).toContain(`buildspy_build_seconds_sum{${of}} 2\n`)
  expect(text.match(/^buildspy_builds_total\{/gm)).toHaveLength(2)
})

test('labels do not grow with the builds', () => {
  const labels = new BoundedLabels(2)
  expect(labels.bounded({ a: 'x', b: 'y'.repeat(100) })).toEqual({ a: 'x', b: 'y'.repeat(60) })
  expect(labels.bounded({ a: 'z', b: '' })).toEqual({ a: 'z', b: '' })
  expect(labels.bounded({ a: 'new', b: '' })).toEqual({ a: 'other', b: 'other' })
  expect(labels.bounded({ a: 'z', b: '' })).toEqual({ a: 'z', b: '' })
})

describe('deploy/grafana', () => {
  test('each metric of the dashboard and of the alerts exists', async () => {
    const secretFile = join(await temporaryDirectory(), 'secret')
    const webhook = { url: 'http://127.0.0.1:9/', secretFile }
    const { url } = await testDaemon(undefined, { webhook })
    const known = namesIn(await scrape(url))
    for (const file of ['dashboard.json', 'alerts.yaml']) {
      const text = await readFile(new URL(`../../deploy/grafana/${file}`, import.meta.url), 'utf8')
      expect([...namesIn(text)].filter((name) => !known.has(name))).toEqual([])
    }
  })
})
