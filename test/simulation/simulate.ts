import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bundleSimulation } from './bundle.ts'
import { PLANTS, type PlantName } from './plants.ts'

/** `npm run simulate -- [--seed N] [--seeds N] [--minutes M] [--log] [--plant NAME]`. See docs/simulation.md. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
    seeds: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    log: { type: 'boolean' },
    plant: { type: 'string' },
  },
})
const { seed, seeds, minutes, log, plant } = values
if (plant !== undefined && !(plant in PLANTS))
  throw new Error(`--plant is one of ${Object.keys(PLANTS).join(', ')}`)
const directory = fileURLToPath(new URL('../../.simulation', import.meta.url))
const file = await bundleSimulation(directory, plant as PlantName | undefined)
console.log(`seed ${seed}`)
const args = [
  '--seed',
  seed,
  '--minutes',
  minutes,
  ...(seeds ? ['--seeds', seeds] : []),
  ...(log ? ['--log'] : []),
]
process.exitCode = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' }).status ?? 1
