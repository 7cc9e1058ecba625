import { randomInt } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSimulation } from './bundle.ts'
import { PLANTS, type PlantName } from './plants.ts'
import { runSimulation } from './run.ts'

/** `SIMULATION_MINUTES=60 npm test -- test/simulation` is the long one. */
const MINUTES = process.env['SIMULATION_MINUTES'] ?? '0.25'
const TIMEOUT = 120_000 + Number(MINUTES) * 60_000

/** Seeds in which a bug of this size shows, at the latest. */
const SOON = 40

const corpus = JSON.parse(readFileSync(new URL('corpus.json', import.meta.url), 'utf8')) as {
  seed: number
  found: string
}[]
/** Directly below the root of the repository, where the program looks for its migrations. */
const directory = mkdtempSync(fileURLToPath(new URL('../../.simulation-', import.meta.url)))
let simulation: string

beforeAll(async () => void (simulation = await bundleSimulation(directory)))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('fresh seeds keep every promise', { timeout: TIMEOUT }, async () => {
  const seed = String(randomInt(1_000_000_000))
  const { log, ...report } = await runSimulation(simulation, '--seed', seed, '--minutes', MINUTES)
  console.log(`simulation from seed ${seed}: ${JSON.stringify(report)}`)
  expect(report.failed, `npm run simulate -- --seed ${report.failed?.seed} --seeds 1\n${log}`).toBeUndefined()
  expect(report.acknowledgements * report.faults).toBeGreaterThan(0)
})

test('seeds that failed once pass, and repeat exactly', { timeout: TIMEOUT }, async () => {
  for (const { seed, found } of corpus) {
    const run = () => runSimulation(simulation, '--seed', String(seed), '--seeds', '1')
    const [first, second] = await Promise.all([run(), run()])
    expect(first.failed, `${found}\n${first.log}`).toBeUndefined()
    expect(second).toMatchObject({ steps: first.steps, digest: first.digest })
  }
})

test.each(Object.keys(PLANTS) as PlantName[])(
  'it finds a planted bug: %s',
  { timeout: TIMEOUT },
  async (plant) => {
    const planted = await bundleSimulation(directory, plant)
    const { failed } = await runSimulation(
      planted,
      '--seed',
      String(PLANTS[plant].seed),
      '--seeds',
      String(SOON),
    )
    expect(failed).toBeDefined()
  },
)
