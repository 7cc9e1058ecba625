import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { SqliteAdapterFactory } from '../../src/store/sqlite/adapter.ts'
import { migrateSqlite } from '../../src/store/sqlite/migrations.ts'
import type { Faults } from './faults.ts'
import { forgetDrawn, takeChance } from './ports/chance.ts'
import { takeClock } from './ports/clock.ts'
import { takeFiles } from './ports/files.ts'
import { Simulation } from './simulation.ts'
import { World } from './world.ts'

/**
 * Simulates seeds, one after the other, until the time is over, their number is reached, or a promise is broken.
 * `npm run simulate` builds and starts it. The last line is its report, as JSON. Exits 1 if a promise was broken.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: 'Infinity' },
    minutes: { type: 'string', default: '1' },
    log: { type: 'boolean', default: false },
  },
})

/** A file system in memory, where there is one: nothing here outlives the simulation. */
const MEMORY = '/dev/shm'
const root = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'buildspy-simulation-'))
const template = join(root, 'template.db')
const connection = await new SqliteAdapterFactory({ file: template }).connect()
await migrateSqlite(connection).finally(() => connection.dispose())

const realNow = performance.now.bind(performance)
const began = realNow()
let world: World
let simulation: Simulation | undefined
takeClock(() => world)
takeChance(() => world)
takeFiles(
  () => world,
  join(root, 'data'),
  (path) => simulation?.oracle.unlinked(path),
)

process.on('unhandledRejection', (error) => world.uncaught(error))

const report = {
  seeds: 0,
  steps: 0,
  virtualSeconds: 0,
  acknowledgements: 0,
  verdicts: 0,
  faults: 0,
  digest: 0,
}
const struck: Partial<Record<keyof Faults, number>> = {}
let failed: { seed: number; violation: string } | undefined
for (let seed = Number(values.seed); !failed && report.seeds < Number(values.seeds); seed++) {
  if (report.seeds && realNow() - began > Number(values.minutes) * 60_000) break
  world = new World(seed)
  forgetDrawn()
  const { oracle } = await Simulation.run(world, template, join(root, 'data'), (made) => (simulation = made))
  report.seeds++
  report.steps += world.steps
  report.virtualSeconds += Math.round(world.steady / 1000)
  report.acknowledgements += oracle.acknowledgements
  report.verdicts += oracle.verdicts
  report.digest = (report.digest * 31 + world.digest) >>> 0
  for (const [fault, count] of world.struck) {
    struck[fault] = (struck[fault] ?? 0) + count
    report.faults += count
  }
  if (world.violation) failed = { seed, violation: world.violation.message }
  if (world.violation || values.log) process.stderr.write(`${world.log.join('\n')}\n`)
}
const seconds = Math.round((realNow() - began) / 100) / 10
rmSync(root, { recursive: true, force: true })
process.stdout.write(`${JSON.stringify({ ...report, seconds, struck, failed })}\n`)
process.exit(failed ? 1 : 0)
