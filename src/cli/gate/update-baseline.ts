import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { MOST_BUILDS, recordsIn } from './baseline.ts'
import type { GatedBuild } from './gated-build.ts'

/**
 * Adds a record to a baseline, packed, and removes the oldest above the number that counts.
 * @throws the system's error if a file cannot be read or written
 */
export function addToBaseline(directory: string, record: string, { id }: GatedBuild): void {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, `${id}.ndjson.gz`)
  // No name of a baseline until it is whole: a job may be cancelled meanwhile.
  const unfinished = `${file}.new`
  writeFileSync(unfinished, gzipSync(readFileSync(record)))
  renameSync(unfinished, file)
  for (const old of recordsIn(directory).slice(MOST_BUILDS)) rmSync(old)
}
