import { appendFileSync } from 'node:fs'
import { CannotRun, findCommand } from '../collector/find-command.ts'
import { recordBuild } from '../collector/record-build.ts'
import { redactArguments, redactText } from '../collector/redact.ts'
import { TracerRefused } from '../collector/tracers/tracer.ts'
import { commandLine } from '../collector/command-line.ts'
import { jsonOf } from '../domain/analysis/visible.ts'
import { addressOf, type Connection } from './client.ts'
import type { Environment } from './environment.ts'
import { forwardSignals } from './forward-signals.ts'
import { openDelivery } from './open-delivery.ts'
import { styled, textOf } from './line.ts'
import { painter } from './paint.ts'
import { preparedDescriptors } from './prepare-run.ts'
import type { RunOptions } from './run.ts'
import { summarise } from './summary.ts'

/** What env(1) and timeout(1) use for a failure of their own. */
const OWN_FAILURE = 125

/** Runs a build, records it, and says what it came to. @returns the exit code to end with */
export async function runBuild(
  argv: [string, ...string[]],
  options: RunOptions,
  connection: Connection,
  environment: Environment,
): Promise<number> {
  const descriptors = preparedDescriptors()
  const labels = options.redact ? withoutSecrets(options.label) : options.label
  const paint = painter(process.stderr, options.color ?? environment.color)
  const say = (text: string): void =>
    void process.stderr.write(textOf([[styled('bold', 'buildspy:'), ` ${text}`]], paint))
  const notice = options.quiet ? () => {} : say
  const forwarding = forwardSignals()
  // Whoever reads our remarks may leave; the build's exit code is passed on all the same.
  process.stderr.on('error', () => {})
  try {
    findCommand(argv[0], environment.path)
    const recorded = recordBuild(
      { argv, descriptors },
      {
        tracer: options.tracer,
        delivery: openDelivery(options, connection, notice),
        workingDir: workingDir(),
        labels,
        redact: options.redact,
        notice,
        started: forwarding.to,
      },
    )
    // What measures texts takes long to load: while the build runs, so that it waits for none of it.
    const loaded = Promise.all([import('./markdown-summary.ts'), import('./summary-lines.ts')])
    const record = await recorded
    const [{ markdownSummary }, { summaryLines }] = await loaded
    const address = options.output ? undefined : addressOf(connection, `runs/${record.runId}`).href
    const summary = summarise(record, address)
    if (options.summary) {
      const told = commandLine(options.redact ? redactArguments(argv) : argv)
      appendSummary(options.summary, markdownSummary(summary, told, labels), notice)
    }
    if (options.json && !options.quiet) process.stderr.write(`${jsonOf(summary)}\n`)
    else if (!options.quiet)
      process.stderr.write(textOf(summaryLines(summary, process.stderr.columns || 100), paint))
    return record.ending.exitCode
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof TracerRefused)) throw error
    say(error.message)
    return error instanceof CannotRun ? error.exitCode : OWN_FAILURE
  }
}

type Labels = RunOptions['label']

/** A CI system's address of a job may hold a password. */
const withoutSecrets = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, redactText(value)]))

function appendSummary(file: string, text: string, notice: (sentence: string) => void): void {
  try {
    appendFileSync(file, text)
  } catch (error) {
    notice(`the summary cannot be written to ${file}: ${(error as Error).message}`)
  }
}

/** Empty if the directory has been removed under us: a build may run there all the same. */
function workingDir(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}
