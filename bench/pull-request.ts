import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compilingProject, sleepingProject, type ChangedProject } from './support/pull-request-projects.ts'

/** Plays a pull request with the real command line. */
const USAGE = `Usage: npx tsx bench/pull-request.ts [options] [sleeps|compiles…]
  --baseline N   builds of the baseline (default 5)
  --slow N       builds with the change, which the gate must refuse (default 5)
  --noisy N      unchanged builds beside busy loops, which it must pass (default 20)
  --by SHARE     how much slower the change makes the build (default 0.2)
Exit code 1 if the gate is wrong once. Build first: npm run build.
`
const BUILDSPY = fileURLToPath(new URL('../dist/buildspy.js', import.meta.url))
const GATE = ['--baseline', 'baseline', '--fail-if-slower', '10%']

/** Exit code of a gate that fails. */
const SLOWER = 3

/** Seconds after which a busy loop ends by itself. */
const LOOP = 900

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    baseline: { type: 'string', default: '5' },
    slow: { type: 'string', default: '5' },
    noisy: { type: 'string', default: '20' },
    by: { type: 'string', default: '0.2' },
    help: { type: 'boolean' },
  },
})
function main(): void {
  const place = mkdtempSync(join(tmpdir(), 'buildspy-pull-request-'))
  try {
    for (const project of [sleepingProject(place), compilingProject(place)])
      if (!positionals.length || positionals.includes(project.name)) play(project)
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** Plays the pull requests of one project, and prints how often the gate was right. */
function play(project: ChangedProject): void {
  console.log(`\n${project.name}: ${project.command.join(' ')}`)
  for (let n = 0; n < Number(values.baseline); n++) {
    const { status, stderr } = build(project, ['--baseline', 'baseline', '--update-baseline'])
    if (status !== 0) throw new Error(`the build ended with ${status}: ${stderr}`)
  }
  count('the gate refuses a slower build, and names the cause', Number(values.slow), () => {
    project.change(Number(values.by))
    const { status, stderr } = build(project, GATE)
    project.change(0)
    const { gate, causes } = compare(project)
    console.log(told(gate))
    const cause = causes[0]?.commandLine ?? ''
    console.log(`    cause: ${/\S+\.(?:c|sh)\b/.exec(cause)?.[0] ?? cause}`)
    return status === SLOWER && project.cause.test(cause) && project.cause.test(stderr)
  })
  const loops = startLoops()
  try {
    count('the gate passes an unchanged build beside busy loops', Number(values.noisy), () => {
      const { status } = build(project, GATE)
      console.log(told(compare(project).gate))
      return status === 0
    })
  } finally {
    for (const loop of loops) loop.kill()
  }
}

function count(what: string, times: number, isRight: () => boolean): void {
  let right = 0
  for (let n = 0; n < times; n++) if (isRight()) right++
  console.log(`  ${right} of ${times}: ${what}`)
  if (right < times) process.exitCode = 1
}

/** `buildspy ci` with these options. */
const build = (project: ChangedProject, options: readonly string[]) =>
  buildspy(project, ['ci', ...options, '--', ...project.command])

/** `buildspy compare` of the last build with the baseline. */
function compare(project: ChangedProject) {
  const { stdout } = buildspy(project, ['compare', 'build.ndjson', ...GATE, '--json'])
  return JSON.parse(stdout) as Told
}

function buildspy({ directory: cwd }: ChangedProject, args: readonly string[]) {
  return spawnSync(process.execPath, [BUILDSPY, ...args], { cwd, encoding: 'utf8', timeout: 300_000 })
}

/** What `compare --json` prints, as far as this looks. */
interface Told {
  readonly gate: {
    readonly result: string
    readonly othersShare: number | null
    readonly measures: readonly {
      readonly kind: string
      readonly measured: number
      readonly judged: number
      readonly limit: number
    }[]
  }
  readonly causes: readonly { readonly commandLine: string }[]
}

/** One line about a judgement. */
function told({ result, othersShare, measures }: Told['gate']): string {
  const times = measures.map(
    ({ kind, measured, judged, limit }) =>
      `${kind} ${seconds(measured)}, judged ${seconds(judged)} by ${seconds(limit)}`,
  )
  const others = othersShare === null ? '?' : `${Math.round(othersShare * 100)}%`
  return `    ${result}; others ${others}; ${times.join('; ')}`
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2)

/** A busy loop for each processor. They end by themselves if this is killed. */
const startLoops = (): ChildProcess[] =>
  Array.from({ length: availableParallelism() }, () =>
    spawn('timeout', [String(LOOP), process.execPath, '-e', 'for (;;);'], { stdio: 'ignore' }),
  )

if (values.help) process.stdout.write(USAGE)
else main()
