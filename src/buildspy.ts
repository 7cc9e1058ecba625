import { readFileSync } from 'node:fs'
import { readEnvironment } from './cli/environment.ts'
import { standardError, standardOutput } from './collector/delivery/descriptor-writer.ts'
import { CliFailure } from './cli/failure.ts'
import { linesOf, printComplaint } from './cli/terminal/output.ts'
import { prepareRun } from './cli/record/prepare-run.ts'
import { dismissThread } from './collector/tracers/ptrace/tracing-thread.ts'

/**
 * The command line's entry: the table of commands is in `cli/program.ts`. `launch.sh` stands before it (rolldown.config.mjs).
 * Nothing that it imports statically may import `node:util`, `node:http`, `node:assert` or `node:process`: Node 22 and 24 open
 * stderr when they link one of these, and thereby make a pipe non-blocking before `prepareRun` can prevent it.
 */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
/** The commands that run a build. */
const isRecording = process.argv[2] === 'run' || process.argv[2] === 'ci'
let isBroken = false
const environment = readEnvironment()
try {
  if (isRecording) prepareRun(environment)
  // Imported this late, because loading opens files, and the tracing thread loads meanwhile.
  const { createProgram } = await import('./cli/program.ts')
  const program = await createProgram(environment, version, process.argv[2])
  await program.parseAsync()
} catch (error) {
  const isKnown = error instanceof CliFailure
  // A defect gets its stack printed, as Node would, but through `printComplaint`, because messages quote foreign text.
  if (!isKnown) printComplaint(linesOf((await import('node:util')).inspect(error)))
  else if (error.message) printComplaint([`buildspy: ${error.message}`, ...error.details])
  process.exitCode = isKnown ? error.exitCode : 1
  isBroken = !isKnown
} finally {
  await dismissThread()
  await Promise.all([standardOutput.flushed(), standardError.flushed()])
}
// A finished build ends the process, whatever Node still has to do.
if (isRecording || isBroken) process.exit()
