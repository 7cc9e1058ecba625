#!/usr/bin/env node
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { countByStrace, countRecord } from './support/count.mjs'
import { debianSource } from './support/debian-source.mjs'
import { interleave, median, pairedRatio, peakMemory } from './support/measure.mjs'
import { Rows } from './support/rows.mjs'

/**
 * What recording costs: medians of paired, interleaved runs against the same command untraced, and processes captured
 * by processes that strace counts. The record goes to a file, so that no daemon shares the processors.
 */
const USAGE = `Usage: node bench/collector.mjs [options]

Needs a built tree, gcc, make, strace, and for the C builds Debian's archive or their sources. About 15 minutes on a
quiet machine with two processors.

  --only PARTS      of storm,memory,lua,redis,own (default: all)
  --rounds N        pairs of runs of each (default: 9 storm, 7 lua, 3 redis, 3 own)
  --lua DIR         the source of Lua 5.4; without it, Debian's is fetched (apt-get source)
  --redis DIR       the source of Redis, likewise
  --json            one line of JSON instead of the table`

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'storm,memory,lua,redis,own' },
    rounds: { type: 'string' },
    lua: { type: 'string' },
    redis: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help) {
  console.log(USAGE)
  process.exit(0)
}

const ROOT = join(import.meta.dirname, '..')
const STORM = ['sh', '-c', 'i=0; while [ $i -lt 3000 ]; do /bin/true; i=$((i+1)); done']
const STRACE = ['strace', '-f', '--seccomp-bpf', '-e', 'trace=execve', '-o', '/dev/null']

/** The calls that `--files` sees. */
const FILE_CALLS =
  'open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,' +
  'chdir,fchdir'
const STRACE_FILES = ['strace', '-f', '--seccomp-bpf', '-e', `trace=${FILE_CALLS}`, '-o', '/dev/null']

const scratch = mkdtempSync(join(tmpdir(), 'buildspy-bench-'))
const record = join(scratch, 'record.ndjson')
const rows = new Rows()
const roundsOf = (usual) => Number(values.rounds ?? usual)

// A copy, because one of the builds is that of dist/ itself; inside the tree, for its dependencies.
const program = join(ROOT, 'node_modules/.cache/buildspy-bench')
cpSync(join(ROOT, 'dist'), join(program, 'dist'), { recursive: true })
cpSync(join(ROOT, 'package.json'), join(program, 'package.json'))
const traced = (command, file = record, more = []) => {
  const options = ['run', '--quiet', '--output', file, ...more, '--']
  return [process.execPath, join(program, 'dist/buildspy.js'), ...options, ...command]
}

/** Records a command once more, and has strace count it; every process must be there with its end and its memory. */
function countRow(command, { cwd, before = () => {} } = {}) {
  before()
  const [node, ...args] = traced(command)
  execFileSync(node, args, { cwd, stdio: 'ignore' })
  const { processes, ended, withPeak } = countRecord(record)
  before()
  const counted = countByStrace(command, cwd, join(scratch, 'strace.log'))
  rows.add(
    '  captured ÷ counted by strace',
    processes / counted,
    { exactly: 1 },
    `${processes} of ${counted}`,
  )
  rows.add('  of them with end and peak memory', Math.min(ended, withPeak) / processes, { exactly: 1 })
}

/** Measures a build against itself untraced. @param before each run */
function buildRow(figure, command, { rounds, most, cwd, before }) {
  const times = interleave({ bare: command, ours: traced(command) }, { rounds, cwd, before })
  const note = `${median(times.bare.wall).toFixed(1)} s untraced`
  rows.add(`${figure} ÷ untraced`, pairedRatio(times.ours.wall, times.bare.wall), { most }, note)
  rows.add('  the same in CPU time', pairedRatio(times.ours.cpu, times.bare.cpu), {})
  countRow(command, { cwd, before })
}

/** What `--files` costs, beside strace with the same calls, and what it adds to the record. */
function filesRow(command, { rounds, cwd, before }) {
  const withFiles = join(scratch, 'files.ndjson')
  const commands = {
    bare: command,
    plain: traced(command),
    files: traced(command, withFiles, ['--files']),
    strace: [...STRACE_FILES, ...command],
  }
  const { bare, files, strace } = interleave(commands, { rounds, cwd, before })
  const grown = statSync(withFiles).size / statSync(record).size
  rows.add('  with --files ÷ untraced', pairedRatio(files.wall, bare.wall), {})
  rows.add('  the same in CPU time', pairedRatio(files.cpu, bare.cpu), { most: 1.05 })
  rows.add('  strace with the same calls ÷ untraced', pairedRatio(strace.wall, bare.wall), {})
  rows.add('  the same in CPU time', pairedRatio(strace.cpu, bare.cpu), {})
  rows.add('  record with --files ÷ without', grown, {})
}

/** Measures a C build, each time from a fresh copy of its source. */
function sourceRow(figure, name, given, command, rounds) {
  const source = given ?? debianSource(name, join(scratch, name))
  const cwd = join(scratch, `${name}-build`)
  const before = () => {
    rmSync(cwd, { recursive: true, force: true })
    cpSync(source, cwd, { recursive: true, preserveTimestamps: true })
    if (given) execFileSync('make', ['clean'], { cwd, stdio: 'ignore' })
  }
  const options = { rounds: roundsOf(rounds), most: 1.02, cwd, before }
  buildRow(figure, command, options)
  filesRow(command, options)
}

const PARTS = {
  storm() {
    const commands = { bare: STORM, ours: traced(STORM), strace: [...STRACE, ...STORM] }
    const { bare, ours, strace } = interleave(commands, { rounds: roundsOf(9) })
    const note = `${median(bare.wall).toFixed(1)} s untraced`
    rows.add('storm of 3,000 /bin/true ÷ untraced', pairedRatio(ours.wall, bare.wall), {}, note)
    rows.add('  strace -f --seccomp-bpf -e trace=execve ÷ untraced', pairedRatio(strace.wall, bare.wall), {})
    rows.add('  ours ÷ strace', pairedRatio(ours.wall, strace.wall), { most: 1 })
    rows.add('  the same in CPU time', pairedRatio(ours.cpu, strace.cpu), {})
    countRow(STORM)
  },
  async memory() {
    const spawner = join(scratch, 'spawn')
    execFileSync('gcc', ['-O1', '-o', spawner, join(ROOT, 'test/fixtures/spawn.c')])
    const peak = await peakMemory(traced([spawner, '9999']))
    rows.add("the collector's memory at 10,000 processes, MB", peak / 1e6, { most: 150 })
    countRow([spawner, '9999'])
  },
  lua: () => sourceRow('C build (Lua, make -j2)', 'lua5.4', values.lua, ['make', '-j2', 'linux'], 7),
  redis: () =>
    sourceRow('C build (Redis, make -j2)', 'redis', values.redis, ['make', '-j2', 'MALLOC=libc'], 3),
  own() {
    const options = { rounds: roundsOf(3), most: 1.05, cwd: ROOT }
    buildRow('build of threads (BuildSpy, npm run build)', ['npm', 'run', 'build'], options)
  },
}

try {
  for (const part of values.only.split(',')) {
    if (!Object.hasOwn(PARTS, part)) throw new Error(`there is no part ${part}\n${USAGE}`)
    await PARTS[part]()
  }
  console.log(values.json ? JSON.stringify(rows.list) : rows.table())
} finally {
  rmSync(scratch, { recursive: true, force: true })
  rmSync(program, { recursive: true, force: true })
}
