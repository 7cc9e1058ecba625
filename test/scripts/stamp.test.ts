import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isFresh, listFiles, stamped } from '../../scripts/stamp.mjs'

const step = { name: 'compile', inputs: ['src', '!src/made', '!*.test.ts'], outputs: ['out', '!out/other'] }
const build = () => Promise.resolve(write('out/a.js', 'A'))
const home = process.cwd()
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'buildspy-stamp-'))
  process.chdir(directory)
  write('src/a.ts', 'a')
  write('src/deep/b.ts', 'b')
})

afterEach(() => {
  process.chdir(home)
  rmSync(directory, { recursive: true })
})

function write(path: string, content: string) {
  mkdirSync(join(directory, path, '..'), { recursive: true })
  writeFileSync(join(directory, path), content)
}

test('a step that never ran is stale, one that ran is fresh', async () => {
  expect(isFresh(step)).toBe(false)
  await stamped(step, build)
  expect(isFresh(step)).toBe(true)
})

test.each([
  ['a file changes', () => write('src/deep/b.ts', 'B')],
  ['a file appears', () => write('src/c.ts', '')],
  ['a file goes', () => rmSync('src/a.ts')],
  ['a file moves', () => (rmSync('src/a.ts'), write('src/c.ts', 'a'))],
  ['an output goes', () => rmSync('out/a.js')],
  ['an output is cut short', () => write('out/a.js', '')],
  ['the stamp is cut short', () => write('node_modules/.buildspy/compile.json', '{"inp')],
])('it is stale when %s', async (_, change) => {
  await stamped(step, build)
  change()
  expect(isFresh(step)).toBe(false)
})

test.each([
  ['a checkout sets other times', () => utimesSync('src/a.ts', 1, 1)],
  ['a file changes that does not count', () => write('src/a.test.ts', 'test')],
  ['a directory changes that does not count', () => write('src/made/x.ts', 'x')],
  ['another step writes beside its output', () => write('out/other/x.js', 'x')],
])('it stays fresh when %s', async (_, change) => {
  await stamped(step, build)
  change()
  expect(isFresh(step)).toBe(true)
})

test('an interrupted step is stale, although its last run was fresh', async () => {
  await stamped(step, build)
  await expect(stamped(step, () => Promise.reject(new Error('interrupted')))).rejects.toThrow('interrupted')
  expect(isFresh(step)).toBe(false)
})

test('a file that changes while the step runs leaves it stale', async () => {
  await stamped(step, () => {
    write('src/a.ts', 'changed meanwhile')
    return build()
  })
  expect(isFresh(step)).toBe(false)
})

test('files are listed in one order, whatever was asked for first', () => {
  expect(listFiles(['src', 'missing'])).toEqual(['src/a.ts', 'src/deep/b.ts'])
})
