import { expect, test } from 'vitest'
import { EXAMPLES } from '../../src/graphql/examples.ts'
import { testDaemon } from '../support/daemon.ts'
import { anEvent, aRun } from '../support/submissions.ts'

test('GraphiQL opens offline, with examples that answer', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(run, anEvent(run.data.id))
  const page = await fetch(`${daemon.url}/graphql`, { headers: { accept: 'text/html' } })
  const html = await page.text()
  expect(page.status).toBe(200)
  expect(html).not.toMatch(/(src|href)="https?:\/\//)
  expect(html).toContain('NestedRun')
  // `fetch` accepts gzip, and decompresses.
  expect(page.headers.get('content-encoding')).toBe('gzip')
  const identity = { accept: 'text/html', 'accept-encoding': 'identity' }
  const plain = await fetch(`${daemon.url}/graphql`, { headers: identity })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.text()).toBe(html)
  for (const { query } of EXAMPLES.slice(0, 2)) {
    const { data, errors } = await daemon.graph(query)
    expect(errors).toBeUndefined()
    expect(data.runs.nodes[0].id).toBe(run.data.id)
  }
})
