import { serverAudits } from 'graphql-http'
import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'

test('all public GraphQL-over-HTTP audits pass, those of level SHOULD too', async () => {
  const { url } = await testDaemon()
  const failed: string[] = []
  const audits = serverAudits({ url: `${url}/graphql` })
  for (const audit of audits) {
    const result = await audit.fn()
    if (result.status !== 'ok') failed.push(`${audit.id} ${audit.name}: ${result.reason}`)
  }
  expect(failed).toEqual([])
  expect(audits.length).toBeGreaterThan(50)
})
