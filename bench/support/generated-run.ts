import { ACCESS, type FileUses, type MachineSample } from '../../src/domain/analysis/recorded.ts'
import type { PlacedRun } from '../../src/domain/analysis/verdict/case.ts'
import { parentRows } from '../../src/domain/parentage.ts'
import { schedule, type BuildPlan, type Simulated } from '../../test/support/simulated-processes.ts'

/** Headers that each compilation reads: those of the system and of the project. */
const HEADERS = 8
const PROJECT_HEADERS = 200

/** A run for the analysis. Two with the same plan are the same. */
export interface GeneratedPlan extends BuildPlan {
  /** Whether it is recorded which files the processes used. */
  readonly files: boolean
  /** The compilers' flags; another build of the same plan has others. */
  readonly flags?: string
  /** One make runs all jobs, as ninja does. */
  readonly flat?: boolean
}

/**
 * A recorded run of a recursive make of C: for each directory a `make`, for each source a shell, a driver, a compiler
 * and an assembler, an archive for each directory, one link at the end.
 */
export function generatedRun(plan: GeneratedPlan): PlacedRun {
  const { jobs = 8, directory = '/src/project' } = plan
  const all = [...schedule(plan, jobs, directory)]
    .map((process) => changed(process, plan))
    .sort((a, b) => a.start - b.start || a.pid - b.pid)
  const strings = new Map<string, number>([['', 0]])
  const intern = (text: string): number => {
    const known = strings.get(text)
    if (known === undefined) strings.set(text, strings.size)
    return known ?? strings.size - 1
  }
  const whole = (of: (process: Simulated) => number) => Int32Array.from(all, of)
  const real = (of: (process: Simulated) => number) => Float64Array.from(all, of)
  const start = real((process) => process.start)
  const columns = {
    count: all.length,
    pid: whole(({ pid }) => pid),
    parent: parentRows(
      whole(({ pid }) => pid),
      whole(({ ppid }) => ppid),
      start,
    ),
    start,
    end: real(({ end }) => end),
    name: whole(({ name }) => intern(name)),
    commandLine: whole(({ cmdline }) => intern(cmdline)),
    workingDir: whole((process) => intern(process.directory)),
    signal: new Int32Array(all.length),
    status: new Uint8Array(all.length).fill(1),
    exitCode: new Int32Array(all.length),
    cpuTime: real(({ name, start, end }) => (COMPUTE.has(name) ? 0.9 : 0.01) * (end - start)),
    peakMemory: real(({ memory }) => memory),
  }
  const wall = Math.max(columns.end[0]!, 1)
  const none = new Int32Array(all.length)
  return {
    processes: { ...columns, strings: [...strings.keys()] },
    wall,
    cores: jobs,
    status: 'completed',
    exitCode: 0,
    waits: {
      runQueue: real(({ name, start, end }) => (COMPUTE.has(name) ? 0.05 : 0) * (end - start)),
      disk: new Float64Array(all.length),
      stdin: none,
      stdout: none,
      stderr: none,
    },
    files: plan.files ? filesOf(all) : null,
    machine: machineOf(wall, jobs),
    workingDir: directory,
  }
}

function changed(process: Simulated, { flags = '-O2', flat = false }: GeneratedPlan): Simulated {
  if (flags === '-O2' && !flat) return process
  const cmdline = process.cmdline.replace('-O2', flags)
  return { ...process, cmdline, ...(flat && process.name === 'sh' && { ppid: 1000 }) }
}

const COMPUTE = new Set(['cc1', 'as', 'ld', 'ar'])

/** A compiler reads a source and headers, an assembler what it wrote, an archive the objects of its directory. */
function filesOf(all: readonly Simulated[]): FileUses {
  const names = new Map<string, number>()
  const place = (name: string): number => {
    const known = names.get(name)
    if (known === undefined) names.set(name, names.size)
    return known ?? names.size - 1
  }
  const first = new Uint32Array(all.length + 1)
  const file: number[] = []
  const access: number[] = []
  const objects = new Map<string, string[]>()
  const archives: string[] = []
  for (const [row, { name, cmdline, directory }] of all.entries()) {
    const uses = new Map<number, number>()
    const use = (path: string, how: number) => uses.set(place(path), (uses.get(place(path)) ?? 0) | how)
    use(`/usr/bin/${name}`, ACCESS.EXECUTED)
    use('/lib/libc.so.6', ACCESS.READ)
    const words = cmdline.split(' ')
    if (name === 'cc1') {
      use(`${directory}/${words.find((word) => word.endsWith('.c'))}`, ACCESS.READ)
      for (let i = 0; i < HEADERS; i++) {
        use(`/usr/include/system${i}.h`, ACCESS.READ)
        use(`/src/project/include/header${(row * 7 + i * 13) % PROJECT_HEADERS}.h`, ACCESS.READ)
      }
      use(words.at(-1)!, ACCESS.WRITTEN | ACCESS.CREATED)
    } else if (name === 'as') {
      const object = `${directory}/${words[3]}`
      use(words.at(-1)!, ACCESS.READ)
      use(object, ACCESS.WRITTEN | ACCESS.CREATED)
      const siblings = objects.get(directory)
      if (siblings) siblings.push(object)
      else objects.set(directory, [object])
    } else if (name === 'ar') {
      for (const object of objects.get(directory) ?? []) use(object, ACCESS.READ)
      archives.push(`${directory}/${words.at(-1)}`)
      use(archives.at(-1)!, ACCESS.WRITTEN | ACCESS.CREATED)
    } else if (name === 'ld') {
      for (const archive of archives) use(archive, ACCESS.READ)
      use(`${directory}/project`, ACCESS.WRITTEN | ACCESS.CREATED)
    }
    for (const [which, how] of uses) {
      file.push(which)
      access.push(how)
    }
    first[row + 1] = file.length
  }
  return { names: [...names.keys()], first, file: Uint32Array.from(file), access: Uint8Array.from(access) }
}

/** A sample a second. */
const machineOf = (wall: number, cores: number): MachineSample[] =>
  Array.from({ length: Math.ceil(wall / 1000) }, (_, second) => ({
    time: 1000 * (second + 1),
    interval: 1000,
    cores,
    busy: 900 * cores,
    iowait: 0,
    steal: 0,
    build: 850 * cores,
    memoryAvailable: 32 * 2 ** 30,
    memoryTotal: 64 * 2 ** 30,
    pressure: { cpu: 50, io: 0, memory: 0 },
    throttled: null,
  }))
