import { appendFileSync, writeFileSync } from 'node:fs'
import { standardError } from '../../collector/delivery/descriptor-writer.ts'
import type { Connection } from '../daemon/client.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'
import type { GateOptions } from '../gate/options.ts'
import { textOf } from '../terminal/line.ts'
import { painter, terminalOn } from '../terminal/paint.ts'
import { printComplaint } from '../terminal/output.ts'
import { terminalWidth } from '../terminal/terminal-width.ts'
import { runBuild } from './run-build.ts'
import type { RunOptions } from './run-options.ts'

/** The options of `buildspy ci`. */
export interface CiOptions extends Omit<RunOptions, 'data' | 'output' | 'json' | 'jsonFd'>, GateOptions {
  readonly output: string
  readonly updateBaseline?: true
  readonly junit?: string
}

/** How much slower is called slower where the user does not say it. */
const LIMIT = 0.1

/**
 * Runs a build as `buildspy run --output` does, then judges it by its baseline. Nothing that goes wrong after the build fails the
 * job, because the build itself succeeded; the user is told.
 */
export async function runCi(
  argv: [string, ...string[]],
  options: CiOptions,
  connection: Connection,
  environment: Environment,
): Promise<void> {
  await runBuild(argv, { ...options, data: environment.data }, connection, environment)
  // The build failed, or could not be run: its exit code says more than its time.
  if (process.exitCode !== 0 || options.baseline === undefined) return
  try {
    await judge(options.baseline, options, connection, environment)
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    printComplaint([`buildspy: the build is not judged: ${error.message}`])
  }
}

async function judge(
  baseline: string,
  { output, failIfSlower, summary, junit, quiet, color, updateBaseline }: CiOptions,
  connection: Connection,
  environment: Environment,
): Promise<void> {
  // Loaded after the build, which waits for none of it.
  const { judgeByDirectory } = await import('../gate/judge.ts')
  const { gateCauses, gatePage } = await import('../gate/gate-page.ts')
  const { gateMarkdown } = await import('../gate/gate-markdown.ts')
  const { gateJunit } = await import('../gate/gate-junit.ts')
  const file = output.includes('/') ? output : `./${output}`
  const judgement = await judgeByDirectory(() => connection, file, baseline, failIfSlower ?? LIMIT)
  if (!quiet) {
    const paint = painter(terminalOn(2), color ?? environment.color)
    const width = await terminalWidth(2)
    const page = [...gatePage(judgement, width), ...gateCauses(judgement, width)]
    void standardError.add(textOf(page, paint))
  }
  if (summary !== undefined) write(() => appendFileSync(summary, gateMarkdown(judgement)), summary)
  if (junit !== undefined) write(() => writeFileSync(junit, gateJunit(judgement)), junit)
  if (updateBaseline) {
    const { addToBaseline } = await import('../gate/update-baseline.ts')
    write(() => addToBaseline(baseline, file, judgement.head), baseline)
  }
  if (judgement.report.result === 'slower' && failIfSlower !== undefined) process.exitCode = EXIT.slower
}

function write(action: () => void, file: string): void {
  try {
    action()
  } catch (error) {
    printComplaint([`buildspy: ${file} cannot be written: ${reasonOf(error)}`])
  }
}
