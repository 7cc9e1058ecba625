import { execFileSync, type ChildProcess } from 'node:child_process'
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { record, type TestDaemon } from './daemon.ts'

/** A real build that is recorded, and waits at two gates. */
export interface GatedBuild {
  readonly process: ChildProcess
  /** Lets it go on. */
  open(gate: 'gate-1' | 'gate-2'): Promise<void>
}

/** Starts and records a `make` whose build waits at two FIFOs. */
export async function startGatedBuild(daemon: TestDaemon): Promise<GatedBuild> {
  const directory = await mkdtemp(join(daemon.directory, 'project-'))
  await copyFile(new URL('../fixtures/Makefile', import.meta.url), join(directory, 'Makefile'))
  execFileSync('mkfifo', ['gate-1', 'gate-2'], { cwd: directory })
  return {
    process: record(daemon.url, directory, ['make']),
    open: (gate) => writeFile(join(directory, gate), '\n'),
  }
}
