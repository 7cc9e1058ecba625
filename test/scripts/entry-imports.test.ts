import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Modules of Node whose loading opens no standard stream: Node 20, 22 and 24 were traced with strace. */
const HARMLESS = ['fs', 'os', 'path', 'stream', 'timers/promises', 'tty', 'worker_threads']

const LIB = new URL('../../dist/lib/', import.meta.url)

/** Adds all modules of Node that a file of the bundle loads at once, by itself or through other files. */
function collect(file: URL, builtins: Set<string>, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return builtins
  seen.add(file.href)
  const code = readFileSync(file, 'utf8')
  for (const [, name] of code.matchAll(/^(?:(?:const|let|var) \w+ = )?\w*\(?require\("([^"]+)"\)/gm))
    if (name!.startsWith('.')) collect(new URL(name!, file), builtins, seen)
    else builtins.add(name!)
  return builtins
}

test('nothing that the command line loads before its first line opens a standard stream', () => {
  const builtins = collect(new URL('../buildspy.js', LIB), new Set())
  // The file with `cli/main.ts`, which the entry loads for every command.
  const [start, ...others] = readdirSync(LIB).filter((name) => /^start-[\w-]{8}\.js$/.test(name))
  expect(others).toEqual([])
  collect(new URL(start!, LIB), builtins)
  expect(builtins).toContain('node:fs')
  expect(builtins).toContain('node:worker_threads')
  expect([...builtins].filter((name) => !HARMLESS.includes(name.replace(/^node:/, '')))).toEqual([])
})
