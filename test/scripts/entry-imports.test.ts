import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Modules of Node whose linking opens no standard stream: Node 20, 22 and 24 were traced with strace. */
const HARMLESS = ['fs', 'os', 'path', 'stream', 'timers/promises', 'tty', 'worker_threads']

/** Adds all modules of Node that a file of the bundle imports statically, by itself or through other files. */
function collect(file: URL, builtins: Set<string>, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return builtins
  seen.add(file.href)
  const code = readFileSync(file, 'utf8')
  for (const [, name] of code.matchAll(/^(?:import|export)\b[^;\n]*?["']([^"'\n]+)["'];?$/gm))
    if (name!.startsWith('.')) collect(new URL(name!, file), builtins, seen)
    else builtins.add(name!)
  return builtins
}

test('nothing that the command line loads before its first line opens a standard stream', () => {
  const builtins = collect(new URL('../../dist/buildspy.js', import.meta.url), new Set())
  expect(builtins).toContain('node:fs')
  expect([...builtins].filter((name) => !HARMLESS.includes(name.replace(/^node:/, '')))).toEqual([])
})
