#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { readEnvironment } from './cli/environment.ts'
import { CliFailure } from './cli/failure.ts'
import { prepareRun } from './cli/prepare-run.ts'
import { dismissThread } from './collector/tracers/ptrace/tracing-thread.ts'

/** The command line's entry: the table of commands is in `cli/program.ts`. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const environment = readEnvironment()
try {
  if (process.argv[2] === 'run') prepareRun(environment)
  // Only now: loading opens files, and the tracing thread loads meanwhile.
  const { createProgram } = await import('./cli/program.ts')
  const program = await createProgram(environment, version, process.argv[2])
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CliFailure)) throw error
  if (error.message) process.stderr.write(`buildspy: ${error.message}\n`)
  process.exitCode = error.exitCode
} finally {
  dismissThread()
}
