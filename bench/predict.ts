import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  compiledProject,
  existingProject,
  sleepingMakes,
  type Project,
} from './support/predicted-projects.ts'
import { scratch, startDaemon } from './support/daemon.ts'
import { median } from './support/measure.mjs'
import type { Bench } from './support/row.ts'

/**
 * How well `buildspy predict` predicts: each build is recorded at several `-j`, and what the record of one predicts for
 * another is compared with what was measured there. Makes of tasks that sleep need no processors; the build of C does.
 */
const USAGE = `Usage: npx tsx bench/predict.ts [options]

  --source DIR    a project that \`make\` builds and \`make clean\` cleans; may be repeated
  --quick         fewer tasks and fewer -j
  --json          prints JSON
Needs a built tree, make and gcc.
`

const { values } = parseArgs({
  options: {
    source: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}

/** A prediction beside what was measured; times in milliseconds. */
interface Comparison {
  readonly project: string
  readonly recorded: number
  readonly jobs: number
  readonly measured: number
  readonly predicted: number
  /** Predicted ÷ measured − 1. */
  readonly error: number
  /** Simulated ÷ measured − 1 of the record. */
  readonly presentError: number
}

const BUILDSPY = join(import.meta.dirname, '../dist/buildspy.js')
const undo: (() => unknown)[] = []
const bench: Bench = {
  quick: values.quick,
  minutes: 0,
  say: (line) => void process.stderr.write(`  ${line}\n`),
  defer: (step) => undo.push(step),
}
try {
  const daemon = await startDaemon(bench)
  const place = scratch(bench)
  const projects = [
    ...sleepingMakes(place, bench.quick),
    compiledProject(place, bench.quick),
    ...values.source.map(existingProject),
  ]
  const compared: Comparison[] = []
  for (const project of projects) compared.push(...(await compare(daemon.url, project)))
  if (values.json) console.log(JSON.stringify(compared))
  else print(compared)
} finally {
  for (const step of undo.toReversed()) await step()
}

/** Records a project at each `-j`, and predicts each from the records of the others. */
async function compare(url: string, project: Project): Promise<Comparison[]> {
  const records = new Map<number, { readonly id: string; readonly wall: number }>()
  for (const jobs of project.jobs) {
    bench.say(`${project.name} -j${jobs}`)
    await run('make', ['-s', '-C', project.directory, 'clean'])
    await buildspy(url, 'run', '--quiet', '--', 'make', '-s', '-C', project.directory, `-j${jobs}`)
    const { run: recorded } = JSON.parse(await buildspy(url, 'show', 'last', '--json'))
    records.set(jobs, { id: recorded.id, wall: recorded.duration })
  }
  const compared: Comparison[] = []
  for (const recorded of project.recorded)
    for (const [jobs, { wall }] of records) {
      if (jobs === recorded) continue
      const answer = JSON.parse(
        await buildspy(url, 'predict', records.get(recorded)!.id, '--json', '--jobs', String(jobs)),
      )
      compared.push({
        project: project.name,
        recorded,
        jobs,
        measured: wall,
        predicted: answer.wall_ms,
        error: answer.wall_ms / wall - 1,
        presentError: answer.error,
      })
    }
  return compared
}

function buildspy(url: string, ...args: string[]): Promise<string> {
  return run(process.execPath, [BUILDSPY, ...args], { ...process.env, BUILDSPY_URL: url })
}

/** @returns what it wrote on stdout @throws if it fails */
async function run(program: string, args: readonly string[], env = process.env): Promise<string> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  return Buffer.concat(parts).toString()
}

function print(compared: readonly Comparison[]): void {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  const percent = (share: number) => `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)}%`
  console.log(`${cpus().length} processors\n`)
  console.log('| build | recorded | predicted for | measured | predicted | error | of the present |')
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const { project, recorded, jobs, measured, predicted, error, presentError } of compared) {
    const cells = [project, `-j${recorded}`, `-j${jobs}`, seconds(measured), seconds(predicted)]
    console.log(`| ${[...cells, percent(error), percent(presentError)].join(' | ')} |`)
  }
  for (const project of ['all', ...new Set(compared.map(({ project }) => project))]) {
    const errors = compared
      .filter((each) => project === 'all' || each.project === project)
      .map(({ error }) => Math.abs(error))
    const worst = Math.max(...errors)
    console.log(`\n${project}: median error ${percent(median(errors))}, worst ${percent(worst)}`)
  }
}
