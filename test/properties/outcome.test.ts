import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { outcomeOf, type Outcome } from '../../src/domain/analysis/outcome.ts'
import { testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'

const OUTCOMES: readonly Outcome[] = ['running', 'succeeded', 'failed', 'interrupted', 'crashed']
const CODES = [undefined, 0, 1, 2, 127, 129, 130, 137, 143, -1]

test('the database tells outcomes apart as the domain does, for every set of them', async () => {
  const daemon = await testDaemon()
  const runs = (['running', 'completed', 'failed'] as const).flatMap((status) =>
    CODES.map((exitCode) => ({
      id: randomUUID(),
      status,
      exitCode: status === 'running' ? undefined : exitCode,
    })),
  )
  const lines = runs.map(({ id, status, exitCode: exit_code }) =>
    aRun({ id, status, ...(exit_code !== undefined && { exit_code }) }),
  )
  expect((await daemon.post('/api/live/submit', ndjson(lines), 'application/x-ndjson')).status).toBe(200)
  const query = `query ($outcome: [RunOutcome!]) { runs(outcome: $outcome, first: 100) { totalCount nodes { id outcome } } }`
  for (let set = 0; set < 2 ** OUTCOMES.length; set++) {
    const wanted = OUTCOMES.filter((_, bit) => set & (1 << bit))
    const { data } = await daemon.graph(query, { outcome: wanted.map((each) => each.toUpperCase()) })
    const expected = runs.filter((run) => wanted.includes(outcomeOf(run)))
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(data.runs.totalCount).toBe(expected.length)
    expect(data.runs.nodes.toSorted(byId)).toEqual(
      expected.map((run) => ({ id: run.id, outcome: outcomeOf(run).toUpperCase() })).toSorted(byId),
    )
  }
})
