import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { submitBuild } from '../support/simulated-build.ts'

const UNKNOWN = '11111111-1111-4111-8111-111111111111'

test('the graph predicts, tells the path by what bound it, and advises', async () => {
  const daemon = await testDaemon()
  const id = await submitBuild(daemon.url, { processes: 300, jobs: 2 })
  const { data, errors } = await daemon.graph(
    `query ($id: UUID!) { run(id: $id) {
      boundPath { complete kinds { kind time } steps(first: 5) { from to kind release process { name } } }
      same: predict { wall measured present error }
      more: predict(jobs: 8, cores: 8) { wall peakMemory recordedJobs path { kinds { time } } concurrency { mean } }
      gone: predict(without: ["ld", "as"], faster: [{ process: "cc1*", factor: 2 }]) { wall changed }
      advice { kind text saves processes { name } }
    } }`,
    { id },
  )
  expect(errors).toBeUndefined()
  const { boundPath, same, more, gone, advice } = data.run
  const sum = (kinds: readonly { time: number }[]) => kinds.reduce((all, { time }) => all + time, 0)
  expect(boundPath.complete).toBe(false)
  expect(sum(boundPath.kinds)).toBeCloseTo(same.measured, 3)
  expect(boundPath.steps).toHaveLength(5)
  expect(same.wall).toBeCloseTo(same.measured, 6)
  // The simulated build starts a make below only when the one before has no jobs left, which no make would.
  expect(Math.abs(same.error)).toBeLessThan(0.1)
  expect(more).toMatchObject({ recordedJobs: 2 })
  expect(more.wall).toBeLessThan(same.wall)
  expect(sum(more.path.kinds)).toBeCloseTo(more.wall, 3)
  expect(Math.max(...more.concurrency.map(({ mean }: { mean: number }) => mean))).toBeGreaterThan(2)
  expect(gone.changed).toBeGreaterThan(10)
  expect(gone.wall).toBeLessThan(same.wall)
  expect(advice[0].saves).toBeGreaterThanOrEqual(advice.at(-1).saves)
  expect(advice.map(({ kind }: { kind: string }) => kind)).toEqual(['cores', 'faster'])
})

test('questions about the future are bounded, and say what is wrong', async () => {
  const daemon = await testDaemon()
  const id = await submitBuild(daemon.url, { processes: 20 })
  const many = JSON.stringify(Array.from({ length: 101 }, () => 'ld'))
  for (const [changes, message] of [
    ['jobs: 0', 'jobs: it must be 1 to 4096'],
    ['cores: 5000', 'cores: it must be 1 to 4096'],
    [`without: ${many}`, 'without: at most 100 can be given'],
    ['without: [""]', 'without: each must have 1 to 1000 characters'],
    ['faster: [{ process: "ld", factor: 0 }]', 'faster: the factor must be 0.01 to 1000'],
    ['without: ["nothing"]', "No process of the run has the pid, the name or a command line like 'nothing'"],
  ]) {
    const { errors } = await daemon.graph(`{ run(id: "${id}") { predict(${changes}) { wall } } }`)
    expect(errors?.[0]?.message).toBe(message)
  }
  const { data } = await daemon.graph(`{ run(id: "${UNKNOWN}") { predict { wall } } }`)
  expect(data.run).toBeNull()
})
