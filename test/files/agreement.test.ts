import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { normal } from '../../src/collector/tracers/files/normal.ts'
import { ACCESS } from '../../src/domain/analysis/recorded.ts'
import { FIXTURES } from '../tracers/support/fixtures.ts'
import { recordFiles, temporaryDirectory } from './support/record-files.ts'
import { readStrace, STRACE } from './support/strace.ts'

/** Compilers make up names for their temporary files. */
const neutral = (names: Iterable<string>): string[] =>
  [...new Set([...names].map((name) => name.replace(/^\/tmp\/cc\w{6}/, '/tmp/cc#')))].sort()

/** Every kind of call on files, in one directory. */
const SCRIPT = `
  mkdir out && make -s && cp one.o out/one.o && mv out/one.o out/first.o && ln out/first.o out/hard.o &&
  ln -s first.o out/soft.o && cat out/soft.o > out/copy.o && echo more >> out/copy.o && rm out/hard.o &&
  mkdir out/empty && rmdir out/empty && ls out > out/list && grep -r nothing out; cat missing 2>/dev/null; true
`

test('strace agrees on what a build of make and the shell does with files', async () => {
  const directory = temporaryDirectory()
  const [traced, straced] = ['traced', 'straced'].map((name) => {
    const place = join(directory, name, 'project')
    cpSync(join(FIXTURES, 'make-project'), place, { recursive: true })
    return place
  }) as [string, string]
  const output = join(directory, 'strace.txt')
  execFileSync(STRACE[0]!, [...STRACE.slice(1), '-o', output, 'sh', '-c', SCRIPT], { cwd: straced })
  const record = await recordFiles(['sh', '-c', SCRIPT], { cwd: traced })
  expect(record.stderr).not.toContain('fault')
  expect(record.blindSpots).toEqual([])

  const other = readStrace(output, straced)
  const here = (names: Iterable<string>): string[] =>
    neutral([...names].map((name) => name.replace(straced, traced)))
  const written = record.used(ACCESS.WRITTEN)
  expect(neutral(written)).toEqual(here(other.written))
  expect(neutral(record.used(ACCESS.REMOVED))).toEqual(here(other.removed))
  expect(neutral(record.used(ACCESS.LINKED))).toEqual(here(other.linked))
  const isNew = new Set([...other.written, ...other.linked].map((name) => name.replace(straced, traced)))
  expect(neutral(record.used(ACCESS.CREATED)).filter((name) => !neutral(isNew).includes(name))).toEqual(
    here(other.made),
  )
  // A file that is opened to read and write counts as both with us.
  const read = (names: Iterable<string>): string[] =>
    here(names).filter((name) => !neutral(written).includes(name))
  expect(read(record.used(ACCESS.READ | ACCESS.LISTED))).toEqual(read(other.read))
  expect(record.processes.some(({ failed }) => failed > 0)).toBe(true)
})

test('the inputs of a compilation are those that gcc -MD writes', async () => {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'include/deep'), { recursive: true })
  writeFileSync(
    join(directory, 'main.c'),
    '#include "a.h"\n#include <stdio.h>\nint main(void) { return A; }\n',
  )
  writeFileSync(join(directory, 'include/a.h'), '#include "deep/../deep/b.h"\n')
  writeFileSync(join(directory, 'include/deep/b.h'), '#define A 0\n')
  const { running } = await recordFiles(['gcc', '-MD', '-Iinclude', '-c', 'main.c'], { cwd: directory })
  const [, inputs] = readFileSync(join(directory, 'main.d'), 'utf8').replaceAll('\\\n', '').split(':')
  const wanted = inputs!
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => normal(name.startsWith('/') ? name : `${directory}/${name}`))
  const [compiler] = running('cc1')
  const read = [...compiler!.files].filter(([, access]) => (access & ACCESS.READ) !== 0).map(([name]) => name)
  expect(wanted.length).toBeGreaterThan(5)
  expect(read).toEqual(expect.arrayContaining(wanted))
})
