import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limitedGroup, memoryOf, quotaOf, readingOf, Refused, type Limit } from './support/control-group.ts'
import { scratch, startDaemon } from './support/daemon.ts'
import type { Bench } from './support/row.ts'

/**
 * Builds that the machine makes slow, and the first line of `buildspy why` for each: a CPU quota, little memory, a slow
 * disk, a cold cache; and a compile that a flag makes slow. `npx tsx bench/slow-builds.ts [NAME…]` prints them. Limits need root
 * and writable control groups; where the kernel refuses one, the script says by which file. test/why has the others.
 */
const BUILDSPY = join(import.meta.dirname, '../dist/buildspy.js')
const MIB = 2 ** 20

const undo: (() => unknown)[] = []
const bench: Bench = {
  quick: false,
  minutes: 0,
  say: (line) => void process.stderr.write(`  ${line}\n`),
  defer: (step) => undo.push(step),
}

/** A build in a directory of its own. */
interface Slow {
  readonly name: string
  /** Writes its files. */
  readonly prepare: (directory: string) => void
  readonly command: readonly string[]
  /** Makes it slow, after it ran as usual a few times. */
  readonly slow?: (directory: string) => void
  readonly limit?: (directory: string) => Limit
  /** The usual runs are limited, too. */
  readonly isAlwaysLimited?: true
  /** The recorder is limited, too, since it measures the quota of its own group. */
  readonly withRecorder?: true
}

const spin = 'i=0; while [ $i -lt $1 ]; do i=$((i+1)); done\n'
const data = (directory: string, mebibytes: number) =>
  execFileSync(
    'dd',
    ['if=/dev/urandom', 'of=data', 'bs=1M', `count=${mebibytes}`, 'conv=fsync', 'status=none'],
    {
      cwd: directory,
    },
  )
/** Drops the file's pages from the cache (posix_fadvise(2)), and those of nothing else. */
const dropCache = (directory: string) => {
  execFileSync('dd', ['if=data', 'of=/dev/null', 'iflag=nocache', 'count=0', 'status=none'], {
    cwd: directory,
  })
}

/** Reads bytes all over a file, in an order that no kernel foresees: each brings its neighbours into memory, too. */
const TOUCH = `import mmap
with open('data', 'rb') as file:
    pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    count = len(pages) // 4096
    total = sum(pages[(n * 7919 % count) * 4096] for n in range(1500))
`

/** How often a build runs as usual. */
const USUAL = 3

const SLOW: readonly Slow[] = [
  {
    name: 'a CPU quota',
    prepare: (directory) => {
      writeFileSync(join(directory, 'spin.sh'), spin)
      writeFileSync(join(directory, 'Makefile'), '%.o:\n\tsh spin.sh 300000 -o $@\n')
    },
    command: ['make', 'a.o', 'b.o'],
    limit: () => quotaOf(0.1),
    withRecorder: true,
  },
  {
    name: 'little memory',
    prepare: (directory) => {
      data(directory, 120)
      writeFileSync(join(directory, 'touch.py'), TOUCH)
      writeFileSync(join(directory, 'Makefile'), 'all:\n\tpython3 touch.py\n')
    },
    command: ['make'],
    // A page in the cache counts for the group that read it.
    slow: dropCache,
    limit: () => memoryOf(40 * MIB),
  },
  {
    name: 'a slow disk',
    prepare: (directory) => {
      data(directory, 20)
      writeFileSync(join(directory, 'Makefile'), 'all:\n\tcksum data\n')
    },
    command: ['make'],
    slow: dropCache,
    limit: (directory) => readingOf(5 * MIB, statSync(directory).dev),
  },
  {
    name: 'a cold cache',
    prepare: (directory) => {
      data(directory, 100)
      writeFileSync(join(directory, 'Makefile'), 'all:\n\tcksum data\n')
    },
    command: ['make'],
    slow: dropCache,
    // The disk of a virtual machine may be as quick as memory: this one is as a hard disk.
    limit: (directory) => readingOf(50 * MIB, statSync(directory).dev),
    isAlwaysLimited: true,
  },
  {
    name: 'a flag (-O3)',
    prepare: (directory) => {
      const body = Array.from(
        { length: 250 },
        (_, n) =>
          `double f${n}(double *a, double *b, int n) { double s = 0; for (int i = 0; i < n; i++) for (int j = 0; j < 8; j++) s += a[i * 8 + j] * b[j * n + i] + ${n}; return s; }`,
      )
      writeFileSync(join(directory, 'x.c'), body.join('\n'))
      writeFileSync(join(directory, 'Makefile'), 'x.o:\n\tgcc -O1 -c x.c -o /dev/null\n')
    },
    command: ['make'],
    slow: (directory) => writeFileSync(join(directory, 'Makefile'), 'x.o:\n\tgcc -O3 -c x.c -o /dev/null\n'),
  },
]

try {
  const { url } = await startDaemon(bench)
  const env = { ...process.env, BUILDSPY_URL: url }
  console.log('| build | first line of `why` | causes, in seconds |\n| --- | --- | --- |')
  const wanted = process.argv.slice(2)
  for (const build of SLOW.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    bench.say(build.name)
    console.log(`| ${build.name} | ${whyOf(build, env)} |`)
  }
} finally {
  for (const step of undo.toReversed()) await step()
}

function whyOf(build: Slow, env: NodeJS.ProcessEnv): string {
  const directory = join(scratch(bench), build.name.replaceAll(' ', '-'))
  mkdirSync(directory, { recursive: true })
  build.prepare(directory)
  const run = (group = '') => {
    const record = [process.execPath, BUILDSPY, 'run', '--quiet', '--']
    const enter = ['sh', '-c', 'test -z "$GROUP" || echo $$ > "$GROUP"; exec "$@"', 'sh']
    const command = build.withRecorder
      ? [...enter, ...record, ...build.command]
      : [...record, ...enter, ...build.command]
    execFileSync(command[0]!, command.slice(1), {
      cwd: directory,
      env: { ...env, GROUP: group },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  try {
    const group = build.limit && limitedGroup(build.limit(directory))
    try {
      for (let i = 0; i < USUAL; i++) run(build.isAlwaysLimited && group?.processes)
      build.slow?.(directory)
      run(group?.processes)
    } finally {
      group?.remove()
    }
  } catch (error) {
    if (error instanceof Refused) return `not measured: ${error.message} | `
    throw error
  }
  const answer = execFileSync(process.execPath, [BUILDSPY, 'why', '--json'], { env, encoding: 'utf8' })
  const { verdict } = JSON.parse(answer) as {
    verdict: { text: string; causes: { kind: string; costs: number }[] }
  }
  const causes = verdict.causes.map(({ kind, costs }) => `${kind} ${(costs / 1000).toFixed(2)}`)
  return `${verdict.text} | ${causes.join(', ')}`
}
