import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { anEvent, aRun } from '../support/submissions.ts'

test('a request may ask what it costs, and a refused one learns it, too', async () => {
  const { post, submit } = await testDaemon()
  const run = aRun()
  await submit(run, anEvent(run.data.id))
  const asked = async (query: string, extensions?: object) =>
    (await post('/graphql', JSON.stringify({ query, extensions }))).json()
  const query = '{ runs(first: 7) { nodes { id commandLine } } }'
  expect(await asked(query)).not.toHaveProperty('extensions')
  const data = { runs: { nodes: [{ id: run.data.id }] } }
  // A connection, and seven runs. The same when the daemon has compiled the operation.
  for (let n = 0; n < 4; n++)
    expect(await asked(query, { cost: true })).toMatchObject({
      data,
      extensions: {
        cost: { cost: 8, costLimit: 5000, depth: 3, depthLimit: 10, values: expect.any(Number) },
      },
    })
  const costly = '{ runs(first: 500) { nodes { processes(first: 500) { nodes { pid } } } } }'
  const refused = (await asked(costly, { cost: true })) as {
    errors: object[]
    extensions: { cost: { cost: number } }
  }
  expect(refused.errors).toHaveLength(1)
  expect(refused.extensions.cost.cost).toBeGreaterThan(5000)
})
