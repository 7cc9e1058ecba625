import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'
import { withRun } from '../daemon/with-runs.ts'
import { printComplaint } from '../terminal/output.ts'
import { readGatedBuild, type GatedBuild } from './gated-build.ts'

/** A build of a baseline, and the file of its record. */
export interface BaselineBuild extends GatedBuild {
  readonly file: string
}

/** How many builds make a baseline, as many as the usual of a run has. */
export const MOST_BUILDS = 20

/** How many files are looked at for them. */
const MOST_FILES = 100

const RECORD = /\.ndjson(?:\.gz|\.zst)?$/

/**
 * Reads the newest builds of a directory of records: those of the same command as the run in question, except that run itself. A
 * file that cannot be read is left out, and the user is told. Each file is read alone, so memory does not grow with their number.
 * @throws CliFailure if the directory cannot be listed; one that does not exist is an empty baseline
 */
export async function readBaseline(directory: string, head: GatedBuild): Promise<readonly BaselineBuild[]> {
  const builds: BaselineBuild[] = []
  for (const file of recordsIn(directory).slice(0, MOST_FILES)) {
    const build = await readBuild(file)
    if (build && build.commandLine === head.commandLine && build.id !== head.id) builds.push(build)
    if (builds.length === MOST_BUILDS) break
  }
  return builds
}

/** The record files of a directory, the newest first. @throws CliFailure if it cannot be listed */
export function recordsIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => RECORD.test(name))
      .map((name) => join(directory, name))
      .map((file) => ({ file, time: statSync(file).mtimeMs }))
      .sort((a, b) => b.time - a.time || (a.file < b.file ? 1 : -1))
      .map(({ file }) => file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new CliFailure(`the baseline ${directory} cannot be read: ${reasonOf(error)}`, EXIT.failed, {
      cause: error,
    })
  }
}

async function readBuild(file: string): Promise<BaselineBuild | undefined> {
  try {
    return { file, ...(await withRun(noDaemon, file, readGatedBuild)) }
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    printComplaint([`buildspy: ${error.message}; the baseline does without it`])
    return undefined
  }
}

/** A path of `recordsIn` has a dot, so it is a file to `withRun`. */
const noDaemon = (): never => {
  throw new Error('a baseline needs no daemon')
}
