import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A project that a pull request makes slower. */
export interface ChangedProject {
  readonly name: string
  readonly directory: string
  /** The build. It cleans up before itself. */
  readonly command: readonly string[]
  /** The change: gives one part of the build so much more work, as a share of the whole build; 0 takes it back. */
  change(share: number): void
  /** What names that part in a command line. */
  readonly cause: RegExp
}

/** Seconds that a step sleeps. */
const STEP = 0.6

/** Four scripts that sleep, one after the other: a build that waits for others, and needs no processor. */
export function sleepingProject(place: string): ChangedProject {
  const directory = join(place, 'sleeps')
  const write = (file: string, text: string) => writeFileSync(join(directory, file), text)
  mkdirSync(directory)
  const steps = ['configure', 'generate', 'check', 'package']
  const sleep = (step: string, seconds: number) => write(`${step}.sh`, `sleep ${seconds.toFixed(2)}\n`)
  for (const step of steps) sleep(step, STEP)
  write('build.sh', `set -e\n${steps.map((step) => `sh ${step}.sh\n`).join('')}`)
  return {
    name: 'sleeps',
    directory,
    command: ['sh', 'build.sh'],
    change: (share) => sleep('check', STEP * (1 + share * steps.length)),
    cause: /check\.sh|sleep (?!0\.60)\d/,
  }
}

/** Functions in a file, which a compiler takes some 0.3 s for. */
const FUNCTIONS = 80

/** Ten files of C for two compilers at a time: a build that keeps two processors busy. */
export function compilingProject(place: string): ChangedProject {
  const directory = join(place, 'compiles')
  mkdirSync(directory)
  const write = (file: string, text: string) => writeFileSync(join(directory, file), text)
  const files = ['parse', ...Array.from({ length: 9 }, (_, i) => `part${i}`)]
  const source = (name: string, times: number) =>
    write(`${name}.c`, functions(name, Math.round(times * FUNCTIONS)))
  for (const name of files) source(name, 1)
  write('main.c', 'int main(void) { return 0; }\n')
  write(
    'Makefile',
    `CFLAGS = -O2\nOBJECTS = main.o ${files.map((name) => `${name}.o`).join(' ')}\n` +
      'program: clean\n\t$(MAKE) link\nlink: $(OBJECTS)\n\t$(CC) -o program $(OBJECTS)\nclean:\n\trm -f *.o program\n',
  )
  return {
    name: 'compiles',
    directory,
    command: ['make', '-s', '-j2'],
    change: (share) => source('parse', 1 + share * files.length),
    cause: /parse/,
  }
}

/** Functions that the optimizer has some work with. */
const functions = (name: string, count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `int ${name}_${i}(int n, int *v) { int s = ${i}; for (int i = 0; i < n; i++) ` +
      `{ if (v[i] % ${(i % 13) + 2} == 0) s += v[i] * ${i}; else s ^= v[i] << ${i % 7}; } return s; }\n`,
  ).join('')
