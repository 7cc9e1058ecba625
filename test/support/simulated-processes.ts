/** What a simulated build looks like. */
export interface BuildPlan {
  /** How many processes it has, about. */
  readonly processes: number
  /** Jobs at a time. */
  readonly jobs?: number
  readonly seed?: number
  /** Milliseconds since 1970. */
  readonly start?: number
  /** Multiplies what compilers take: another build of the same plan that is slower. */
  readonly slowdown?: number
  readonly directory?: string
  /** Without the events that say that a process began: half of them, for the same processes. */
  readonly endsOnly?: boolean
}

/** A process of a simulated build; times in milliseconds since its start. */
export interface Simulated {
  readonly pid: number
  readonly ppid: number
  readonly name: string
  readonly cmdline: string
  readonly start: number
  readonly end: number
  readonly directory: string
  readonly memory: number
  readonly exitCode: number
}

const UNITS_PER_DIRECTORY = 40
/** Shell, driver, compiler, assembler. */
const PER_UNIT = 4

/** The processes; the first is the root, which lives longest. */
export function* schedule(
  { processes, seed = 1, slowdown = 1 }: BuildPlan,
  jobs: number,
  directory: string,
): Generator<Simulated> {
  const random = generator(seed)
  const around = (median: number, spread: number) => median * Math.exp(spread * normal(random))
  const units = Math.max(1, Math.round((processes - 4) / (PER_UNIT + 3 / UNITS_PER_DIRECTORY)))
  const free = Array.from({ length: jobs }, () => 20)
  const all: Simulated[] = []
  let pid = 1000
  const add = (process: Omit<Simulated, 'pid'>): number => {
    // Pids come round, as they do in a long build.
    pid = pid >= 32_000 ? 1001 : pid + 1
    all.push({ ...process, pid })
    return pid
  }
  const plain = { memory: 4_000_000, exitCode: 0 }
  let done = 0
  for (let d = 0; done < units; d++) {
    const here = `${directory}/lib${d}`
    const count = Math.min(UNITS_PER_DIRECTORY, units - done)
    const began = Math.min(...free)
    const make = add({
      ...plain,
      ppid: 1000,
      name: 'make',
      cmdline: `make -C lib${d} all`,
      start: began,
      end: 0,
      directory,
    })
    const place = all.length - 1
    let last = began
    for (let u = 0; u < count; u++, done++) {
      const job = free.indexOf(Math.min(...free))
      const start = Math.max(free[job]!, began + 1)
      const compile = around(180, 0.9) * slowdown
      const assemble = around(12, 0.5)
      const source = `module_${d}_${u}.c`
      const flags = `-I../include -I. -DNDEBUG -O2 -g -Wall -Wextra -fPIC -std=gnu11`
      const end = start + compile + assemble + 4
      const shell = add({
        ...plain,
        ppid: make,
        name: 'sh',
        cmdline: `/bin/sh -c gcc ${flags} -c ${source}`,
        start,
        end,
        directory: here,
      })
      const driver = add({
        ...plain,
        ppid: shell,
        name: 'gcc',
        cmdline: `gcc ${flags} -c ${source} -o ${source.replace('.c', '.o')}`,
        start: start + 1,
        end: end - 0.5,
        directory: here,
      })
      const temporary = `/tmp/cc${String(100_000 + ((d * 40 + u) % 900_000))}.s`
      add({
        ppid: driver,
        name: 'cc1',
        cmdline: `/usr/lib/gcc/x86_64-linux-gnu/12/cc1 -quiet ${flags} ${source} -o ${temporary}`,
        start: start + 2,
        end: start + 2 + compile,
        directory: here,
        memory: Math.round(around(6e7, 0.6)),
        exitCode: random() < 0.0005 ? 1 : 0,
      })
      add({
        ...plain,
        ppid: driver,
        name: 'as',
        cmdline: `as --64 -o ${source.replace('.c', '.o')} ${temporary}`,
        start: start + 2.5 + compile,
        end: start + 3 + compile + assemble,
        directory: here,
      })
      free[job] = end + around(1, 0.4)
      last = Math.max(last, end)
    }
    const archived = last + around(30, 0.3)
    add({
      ...plain,
      ppid: make,
      name: 'ar',
      cmdline: `ar rcs lib${d}.a`,
      start: last + 1,
      end: archived,
      directory: here,
    })
    all[place] = { ...all[place]!, end: archived + 1 }
  }
  const linked = Math.max(...free, ...all.slice(-200).map(({ end }) => end)) + 2
  const end = linked + around(units * 4, 0.1)
  const driver = add({
    ...plain,
    ppid: 1000,
    name: 'gcc',
    cmdline: 'gcc -o project lib*.a',
    start: linked,
    end,
    directory,
  })
  add({
    ...plain,
    ppid: driver,
    name: 'ld',
    cmdline: 'ld --eh-frame-hdr -m elf_x86_64 -o project lib*.a -lm',
    start: linked + 2,
    end: end - 1,
    directory,
    memory: 900_000_000,
  })
  yield {
    ...plain,
    pid: 1000,
    ppid: 1,
    name: 'make',
    cmdline: `make -j${jobs}`,
    start: 0,
    end: end + 3,
    directory,
  }
  yield* all
}

/** A small generator of numbers in [0, 1) (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A normally distributed number (Box and Muller). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
