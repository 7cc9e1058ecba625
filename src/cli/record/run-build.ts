import { appendFileSync } from 'node:fs'
import { standardError, type DescriptorWriter } from '../../collector/delivery/descriptor-writer.ts'
import { CannotRun, findCommand } from '../../collector/find-command.ts'
import { recordBuild } from '../../collector/record/record-build.ts'
import { redactArguments, redactText } from '../../collector/secrets/redact.ts'
import { TracerRefused } from '../../collector/tracers/tracer.ts'
import { commandLine } from '../../collector/record/command-line.ts'
import { jsonOf } from '../../domain/analysis/visible.ts'
import { addressOf, type Connection } from '../daemon/client.ts'
import { endLike } from './end-like.ts'
import type { Environment } from '../environment.ts'
import { forwardSignals, releaseSignals } from './forward-signals.ts'
import { openJson } from './json-output.ts'
import { KeptProcesses } from './kept-processes.ts'
import { openDelivery, STANDARD_OUTPUT } from './open-delivery.ts'
import { styled, textOf } from '../terminal/line.ts'
import { painter, terminalOn } from '../terminal/paint.ts'
import { newTrace, withTraceparent } from './trace-parent.ts'
import { preparedOrigin } from './prepare-run.ts'
import type { RunOptions } from './run-options.ts'
import { summarise, type Summary } from './summary.ts'
import { terminalWidth } from '../terminal/terminal-width.ts'

/** The exit code of env(1) and timeout(1) for a failure of their own. */
const OWN_FAILURE = 125

/**
 * Runs a build, records it, prints a summary, and ends as the build did. Nothing here opens one of Node's standard streams,
 * because that would change the build's streams as well.
 */
export async function runBuild(
  argv: [string, ...string[]],
  options: RunOptions,
  connection: Connection,
  environment: Environment,
): Promise<void> {
  const origin = preparedOrigin()
  const labels = options.redact ? withoutSecrets(options.label) : options.label
  const paint = painter(terminalOn(2), options.color ?? environment.color)
  const say = (text: string): void =>
    void standardError.add(textOf([[styled('bold', 'buildspy:'), ` ${text}`]], paint))
  const notice = options.quiet ? () => {} : say
  try {
    const json = openJson(options)
    const kept = options.summary || options.otlp ? new KeptProcesses() : undefined
    const trace = options.otlp && (await newTrace(labels))
    const directory = workingDir()
    const recorded = recordBuild(
      {
        argv,
        file: findCommand(argv[0], environment.path),
        origin: {
          ...(trace ? withTraceparent(origin, trace.traceparent) : origin),
          descriptors: origin.descriptors.filter((fd) => fd !== options.jsonFd),
        },
        stdout: options.output === STANDARD_OUTPUT ? 2 : 1,
      },
      {
        tracer: options.tracer,
        files: options.files,
        delivery: openDelivery(options, connection, notice),
        workingDir: directory,
        labels,
        redact: options.redact,
        notice,
        started: forwardSignals,
        ...(trace && { runId: trace.runId }),
        ...(kept && { ended: (process, event) => kept.add(process, event) }),
      },
    )
    const isMixed = json === standardError
    // Modules that measure and judge load slowly: only those that are needed, while the build runs.
    const loaded = Promise.all([
      options.summary ? import('./markdown-summary.ts') : undefined,
      isMixed || options.quiet ? undefined : import('./summary-lines.ts'),
      kept && import('./summary-answer.ts'),
      options.otlp && import('./send-otlp.ts'),
    ])
    const record = await recorded
    const [markdown, text, answering, sending] = await loaded
    releaseSignals(origin.ignored)
    const address = options.output ? undefined : addressOf(connection, `runs/${record.runId}`).href
    const summary = summarise(record, address)
    const told = commandLine(options.redact ? redactArguments(argv) : argv)
    if (options.summary && markdown) {
      const answer = kept && answering?.summaryAnswer(record, kept, directory)
      appendSummary(options.summary, markdown.markdownSummary(summary, told, labels, answer), notice)
    }
    if (json && !(isMixed && options.quiet)) await writeJson(json, summary, notice)
    if (text) void standardError.add(textOf(text.summaryLines(summary, await terminalWidth(2)), paint))
    let failure: string | undefined
    if (options.otlp && kept && sending) {
      const facts = {
        commandLine: told,
        workingDir: directory,
        labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
      }
      const collector = { url: options.otlp, headers: environment.otlpHeaders }
      failure = await sending.sendBuild(record, kept, facts, collector)
      if (failure !== undefined) notice(failure)
    }
    await endLike(record.ending, summary.spooled > 0 || failure !== undefined)
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof TracerRefused)) throw error
    say(error.message)
    process.exitCode = error instanceof CannotRun ? error.exitCode : OWN_FAILURE
  }
}

async function writeJson(
  json: DescriptorWriter,
  summary: Summary,
  notice: (sentence: string) => void,
): Promise<void> {
  const failure = await json.add(`${jsonOf(summary)}\n`)
  if (failure) notice(`the summary cannot be written: ${failure.message}`)
}

type Labels = RunOptions['label']

/** A CI system's address of a job may contain a password. */
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
