import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AnalysisTimes } from './programs/analysis-times.ts'
import type { GeneratedPlan } from './support/generated-run.ts'

/** How long the questions about a run take, by its size. */
const USAGE = `Usage: npx tsx bench/analysis.ts [options]

  --quick         up to 10,000 processes
  --json          prints JSON
`

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}

/** MiB of heap: as many as the daemon gives to the thread that analyses. */
const HEAP = 1024
const PROGRAM = fileURLToPath(new URL('programs/analysis-times.ts', import.meta.url))

const SIZES = values.quick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000]
const plans: GeneratedPlan[] = SIZES.flatMap((processes) => [
  { processes, files: false },
  { processes, files: true },
])
const measured = plans.map((plan) => {
  process.stderr.write(`  ${plan.processes} processes${plan.files ? ' with files' : ''}\n`)
  return { ...plan, ...measure(plan) }
})
if (values.json) console.log(JSON.stringify(measured))
else print(measured)

function measure(plan: GeneratedPlan): AnalysisTimes {
  const args = [...process.execArgv, `--max-old-space-size=${HEAP}`, PROGRAM, JSON.stringify(plan)]
  const { status, stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error(`The analysis of ${JSON.stringify(plan)} ended with ${status}`)
  return JSON.parse(String(stdout)) as AnalysisTimes
}

function print(rows: readonly (GeneratedPlan & AnalysisTimes)[]): void {
  const columns = ['model', 'path', 'present', 'predict', 'advice', 'verdict'] as const
  const seconds = (ms: number) =>
    ms < 9.5 ? `${ms.toFixed(1)} ms` : ms < 999 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
  console.log(`| processes | files | ${columns.join(' | ')} | memory |`)
  console.log(`| ---: | --- | ${columns.map(() => '---: |').join(' ')} ---: |`)
  for (const row of rows) {
    const cells = [row.processes.toLocaleString('en-US'), row.files ? 'yes' : 'no']
    cells.push(...columns.map((column) => seconds(row[column])), `${Math.round(row.memory)} MB`)
    console.log(`| ${cells.join(' | ')} |`)
  }
}
