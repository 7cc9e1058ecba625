import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ACCESS } from '../../../src/domain/analysis/recorded.ts'
import { BUILDSPY, execute, type RecordOptions } from '../../tracers/support/record.ts'

/** A process and how it used files: a sum of `ACCESS` by name. */
export interface Uses {
  readonly pid: number
  readonly startTime: string
  readonly files: Map<string, number>
  failed: number
}

interface FilesLine {
  readonly part: number
  readonly first: number
  readonly names: readonly string[]
  readonly processes: readonly {
    readonly pid: number
    readonly start_time: string
    readonly failed: number
    readonly accesses: readonly number[]
  }[]
}

/** Runs `buildspy run --files` into a file, and reads what it says of files. */
export async function recordFiles(command: readonly string[], options: RecordOptions = {}) {
  const directory = temporaryDirectory()
  const output = join(directory, 'record.ndjson')
  const recorder = options.program ?? [process.execPath, BUILDSPY]
  const own = ['run', '--files', '--output', output, ...(options.options ?? []), '--', ...command]
  const [program, ...args] = [...(options.before ?? []), ...recorder, ...own]
  const { done } = await execute(program!, args, options)
  return { ...(await done), ...readRecord(output) }
}

/** What a record says of files, and its capture report's blind spots. */
export function readRecord(output: string) {
  const lines = readFileSync(output, 'utf8').split('\n').filter(Boolean)
  const submissions = lines.map((line) => JSON.parse(line) as { type: string; data: FilesLine & Run })
  const names: string[] = []
  const processes = new Map<string, Uses>()
  const parts = submissions.filter(({ type }) => type === 'files').map(({ data }) => data)
  for (const data of parts) {
    names.push(...data.names)
    for (const process of data.processes) {
      const key = `${process.pid} ${process.start_time}`
      const uses = processes.get(key) ?? {
        pid: process.pid,
        startTime: process.start_time,
        files: new Map<string, number>(),
        failed: 0,
      }
      processes.set(key, uses)
      uses.failed += process.failed
      let id = 0
      for (let at = 0; at < process.accesses.length; at += 2) {
        id += process.accesses[at]!
        uses.files.set(names[id]!, (uses.files.get(names[id]!) ?? 0) | process.accesses[at + 1]!)
      }
    }
  }
  const runs = submissions.filter(({ type }) => type === 'build_run')
  return {
    names,
    parts,
    processes: [...processes.values()],
    blindSpots: runs.at(-1)!.data.capture?.blind_spots ?? [],
    /** Of all processes together. */
    used: (bits: number): string[] => [
      ...new Set(
        [...processes.values()].flatMap(({ files }) =>
          [...files].filter(([, access]) => (access & bits) !== 0).map(([name]) => name),
        ),
      ),
    ],
    /** Processes that executed a program of this name. */
    running: (name: string): Uses[] =>
      [...processes.values()].filter(({ files }) =>
        [...files].some(([file, access]) => file.endsWith(`/${name}`) && (access & ACCESS.EXECUTED) !== 0),
      ),
  }
}

interface Run {
  readonly capture?: { readonly blind_spots: readonly string[] }
}

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-files-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
