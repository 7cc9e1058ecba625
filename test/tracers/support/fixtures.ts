import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url))

/**
 * Compiles a C program of test/fixtures for the tests of one file.
 * @param flags more for the compiler
 * @returns its path
 */
export function compile(name: string, ...flags: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-fixture-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const program = join(directory, name)
  execFileSync('gcc', ['-O1', '-Wall', '-pthread', ...flags, '-o', program, join(FIXTURES, `${name}.c`)])
  return program
}
