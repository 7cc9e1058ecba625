import { serverAudits } from 'graphql-http'
import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'

test('all public GraphQL-over-HTTP audits pass, those of level SHOULD too', async () => {
  const { url } = await testDaemon()
  const failed: string[] = []
  // A query by GET needs a header that no form and no image can set.
  const fetchFn = (address: string, init: RequestInit = {}) =>
    fetch(address, { ...init, headers: { ...init.headers, 'graphql-require-preflight': '1' } })
  const audits = serverAudits({ url: `${url}/graphql`, fetchFn })
  for (const audit of audits) {
    const result = await audit.fn()
    if (result.status !== 'ok') failed.push(`${audit.id} ${audit.name}: ${result.reason}`)
  }
  expect(failed).toEqual([])
  expect(audits.length).toBeGreaterThan(50)
})
