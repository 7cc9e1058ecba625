#!/usr/bin/env node
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { interleave, median, pairedRatio, peakMemory } from './support/measure.mjs'

/**
 * What recording costs: medians of paired, interleaved runs against the same command untraced, as a table.
 * The record goes to a file, so that no daemon shares the processors. Needs a built tree, gcc, make and strace.
 */
const USAGE = `Usage: node bench/collector.mjs [--lua DIR] [--rounds N] [--only storm,lua,own,memory]
  --lua DIR   the source of Lua 5.4, for the C build (left out without it)
  --rounds N  runs of each command (default 7)`

const { values } = parseArgs({
  options: {
    lua: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: 'storm,lua,own,memory' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(USAGE)
  process.exit(0)
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'buildspy-bench-'))
const record = join(scratch, 'record.ndjson')
const rounds = Number(values.rounds)
const chosen = new Set(values.only.split(','))
const traced = (...command) => [
  process.execPath,
  join(ROOT, 'dist/buildspy.js'),
  'run',
  '-q',
  '-o',
  record,
  '--',
  ...command,
]

const STORM = ['sh', '-c', 'i=0; while [ $i -lt 3000 ]; do /bin/true; i=$((i+1)); done']
const STRACE = ['strace', '-f', '--seccomp-bpf', '-e', 'trace=execve', '-o', '/dev/null']

/** How many processes the last record holds, by how many strace counts. */
function captured(command, cwd) {
  const starts = readFileSync(record, 'utf8').match(/"type":"process_start"/g)?.length ?? 0
  const log = join(scratch, 'strace.log')
  spawnSync('strace', ['-f', '-e', 'trace=process', '-o', log, ...command], { cwd, stdio: 'ignore' })
  // Ends, not ids, which the system may use again; threads end too, and strace tells them by CLONE_THREAD.
  const text = readFileSync(log, 'utf8')
  const ends = text.match(/\+\+\+ (?:exited|killed) /g)?.length ?? 0
  const counted = ends - (text.match(/\bCLONE_THREAD\b/g)?.length ?? 0)
  return `${starts}/${counted} = ${(starts / counted).toFixed(3)}`
}

const rows = []
const add = (figure, value, goal) => {
  rows.push([figure, value, goal])
  console.error(`  ${figure}: ${value}`)
}

if (chosen.has('storm')) {
  const times = interleave({ bare: STORM, ours: traced(...STORM), strace: [...STRACE, ...STORM] }, { rounds })
  const over = (name, base, of = 'wall') => pairedRatio(times[name][of], times[base][of]).toFixed(2)
  add(
    'storm of 3,000 /bin/true, by untraced',
    `${over('ours', 'bare')} (${median(times.ours.wall).toFixed(2)} s)`,
    '',
  )
  add('  strace -f --seccomp-bpf -e trace=execve, by untraced', over('strace', 'bare'), '')
  add('  ours by strace', over('ours', 'strace'), '≤ 1.0')
  add('  the same in CPU time, which other work disturbs less', over('ours', 'strace', 'cpu'), '≤ 1.0')
  spawnSync(...split(traced(...STORM)))
  add('  captured / counted by strace', captured(STORM), '1')
}
if (chosen.has('lua') && values.lua) {
  const cwd = join(scratch, 'lua')
  cpSync(values.lua, cwd, { recursive: true })
  const clean = () => void execFileSync('make', ['clean'], { cwd, stdio: 'ignore' })
  const build = ['make', '-j2', 'linux']
  const times = interleave({ bare: build, ours: traced(...build) }, { rounds, cwd, before: clean })
  add(
    'C build (Lua, make -j2), by untraced',
    pairedRatio(times.ours.wall, times.bare.wall).toFixed(3),
    '≤ 1.02',
  )
  clean()
  spawnSync(...split(traced(...build)), { cwd, stdio: 'ignore' })
  clean()
  add('  captured / counted by strace', captured(build, cwd), '1')
}
if (chosen.has('own')) {
  // A build of threads: TypeScript's compiler, as `npm run build` runs it, without the cache that would skip it.
  const build = [
    process.execPath,
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    ROOT,
    '--outDir',
    join(scratch, 'out'),
  ]
  const times = interleave(
    { bare: build, ours: traced(...build) },
    { rounds: Math.min(rounds, 5), cwd: ROOT },
  )
  add('own build (tsc), by untraced', pairedRatio(times.ours.wall, times.bare.wall).toFixed(3), '≤ 1.05')
}
if (chosen.has('memory')) {
  const spawner = join(scratch, 'spawn')
  execFileSync('gcc', ['-O1', '-o', spawner, join(ROOT, 'test/fixtures/spawn.c')])
  const peak = await peakMemory(traced(spawner, '9999'))
  add('memory of the collector at 10,000 processes', `${Math.round(peak / 1024 / 1024)} MiB`, '< 150 MB')
  add('  captured / counted by strace', captured([spawner, '9999']), '1')
}
rmSync(scratch, { recursive: true, force: true })

console.log('| figure | measured | goal |\n| --- | ---: | ---: |')
for (const row of rows) console.log(`| ${row.map((cell) => cell.trim()).join(' | ')} |`)

function split([program, ...args]) {
  return [program, args]
}
