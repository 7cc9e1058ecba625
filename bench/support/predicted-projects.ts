import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join } from 'node:path'

/** What `make` builds at several `-j`. */
export interface Project {
  readonly name: string
  readonly directory: string
  /** The `-j` at which it is measured, and those of them whose records predict the others. */
  readonly jobs: readonly number[]
  readonly recorded: readonly number[]
}

/** Makes whose tasks sleep and write a file: independent ones, layers that need those below, and makes below a make. */
export function sleepingMakes(place: string, quick: boolean): Project[] {
  const jobs = quick ? [1, 2, 4, 8] : [1, 2, 4, 8, 16, 32]
  const recorded = quick ? [2] : [1, 2, 8]
  const tasks = quick ? 16 : 32
  const project = (name: string, files: Record<string, string>): Project => {
    const directory = join(place, name.replaceAll(' ', '-'))
    for (const [file, text] of Object.entries(files)) write(join(directory, file), text)
    return { name, directory, jobs, recorded }
  }
  const seconds = lengths()
  const leaf = (name: string) => `${name}:\n\t@sleep ${seconds()} && touch ${name}\n`
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
  const after = (name: string, needs: readonly string[]) =>
    `${name}: ${needs.join(' ')}\n\t@sleep ${seconds()} && cat ${needs.join(' ')} > ${name}\n`
  const clean = 'clean:\n\t@rm -f [a-z][0-9]* all.out */all.out */[a-z][0-9]*\n'

  const wide = names('t', tasks)
  const independent = `all: ${wide.join(' ')}\n${wide.map(leaf).join('')}${clean}`
  const [low, middle, high] = ['a', 'b', 'c'].map((prefix) => names(prefix, tasks / 4))
  const layers =
    `all: all.out\n${after('all.out', high!)}${low!.map(leaf).join('')}` +
    middle!.map((name, i) => after(name, [low![i]!, low![(i + 1) % low!.length]!])).join('') +
    high!.map((name, i) => after(name, [middle![i]!, middle![(i + 3) % middle!.length]!])).join('') +
    clean
  const parts = names('part', 4)
  const below = Object.fromEntries(
    parts.map((part) => {
      const own = names('t', tasks / 4)
      return [`${part}/Makefile`, `all: all.out\n${after('all.out', own)}${own.map(leaf).join('')}`]
    }),
  )
  const outputs = parts.map((part) => `${part}/all.out`)
  const recursive =
    `all: ${parts.join(' ')}\n\t@sleep ${seconds()} && cat ${outputs.join(' ')} > all.out\n` +
    `.PHONY: ${parts.join(' ')}\n${parts.join(' ')}:\n\t@$(MAKE) -s -C $@\n${clean}`
  return [
    project('independent sleeps', { Makefile: independent }),
    project('layers of sleeps', { Makefile: layers }),
    project('recursive sleeps', { Makefile: recursive, ...below }),
  ]
}

/** Files of C that take a second or so each, an archive and a link. */
export function compiledProject(place: string, quick: boolean): Project {
  const directory = join(place, 'compiled')
  const files = Array.from({ length: quick ? 8 : 16 }, (_, i) => `f${i}`)
  files.forEach((name, i) => write(join(directory, `${name}.c`), source(name, 60 + 40 * (i % 5))))
  const objects = files.map((name) => `${name}.o`).join(' ')
  const calls = files.map((name) => `extern int ${name}(int);`).join('\n')
  write(
    join(directory, 'main.c'),
    `${calls}\nint main(void) { return ${files.map((name) => `${name}(1)`).join(' + ')} == 42; }\n`,
  )
  write(
    join(directory, 'Makefile'),
    `CFLAGS = -O2\nprogram: main.o lib.a\n\t$(CC) -o $@ main.o lib.a\nlib.a: ${objects}\n\tar rcs $@ ${objects}\n` +
      'clean:\n\t@rm -f *.o *.a program\n',
  )
  return { name: 'compiled C', directory, ...upToProcessors() }
}

/** A project of the user. */
export const existingProject = (directory: string): Project => ({
  name: basename(directory),
  directory,
  ...upToProcessors(),
})

function upToProcessors(): Pick<Project, 'jobs' | 'recorded'> {
  const most = 2 * cpus().length
  return { jobs: [1, 2, 4, 8, 16].filter((jobs) => jobs <= most), recorded: [1, 2] }
}

/** A file of functions that take a compiler some time. */
function source(name: string, functions: number): string {
  const one = (n: number) => `static int ${name}_${n}(int x) {
  int a[64];
  for (int i = 0; i < 64; i++) a[i] = x * ${n + 3} + i % ${n + 2};
  for (int i = 1; i < 64; i++) for (int j = 0; j < i; j++) if (a[i] < a[j]) { int t = a[i]; a[i] = a[j]; a[j] = t; }
  switch (x % 7) { case 0: return a[1] + ${n}; case 1: return a[2] * ${n}; case 2: return a[3] ^ ${n}; default: return a[x & 63]; }
}\n`
  const all = Array.from({ length: functions }, (_, n) => one(n))
  const sum = Array.from({ length: functions }, (_, n) => `${name}_${n}(x)`).join(' + ')
  return `${all.join('')}int ${name}(int x) { return ${sum}; }\n`
}

/** Seconds from 0.1 to 0.8, the same each time. */
function lengths(): () => string {
  let state = 7
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return (0.1 + (0.7 * state) / 2 ** 31).toFixed(2)
  }
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}
