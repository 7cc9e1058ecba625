import { readEnvironment } from './environment.ts'
import { standardError, standardOutput } from '../collector/delivery/descriptor-writer.ts'
import { CliFailure } from './failure.ts'
import { linesOf, printComplaint } from './terminal/output.ts'
import { prepareRun } from './record/prepare-run.ts'
import { dismissThread } from '../collector/tracers/ptrace/tracing-thread.ts'

/**
 * Runs a command of the table in `program.ts`, and ends the process if it recorded a build. Nothing that this file imports
 * statically may import `node:util`, `node:http`, `node:assert` or `node:process`: Node 22 and 24 open stderr when they load
 * one of these, and thereby make a pipe non-blocking before `prepareRun` can prevent it.
 * @param first the first argument
 */
export async function main(version: string, first: string | undefined): Promise<void> {
  const isRecording = first === 'run' || first === 'ci'
  let isBroken = false
  const environment = readEnvironment()
  try {
    if (isRecording) prepareRun(environment)
    // Imported this late, because loading opens files, and the tracing thread loads meanwhile.
    const { createProgram } = await import('./program.ts')
    const program = await createProgram(environment, version, first)
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
}
