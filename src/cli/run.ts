import { Command, Option } from 'commander'
import { CannotRun, findCommand } from '../collector/find-command.ts'
import { inheritedDescriptors } from '../collector/inherited-descriptors.ts'
import { recordBuild, type BuildRecord } from '../collector/record-build.ts'
import { Sender } from '../collector/sender.ts'
import { TRACER_CHOICES, type TracerChoice } from '../collector/tracers/start.ts'
import { TracerRefused } from '../collector/tracers/tracer.ts'
import { spoolDirectory } from '../wire/spool.ts'
import { addressOf, type Connection } from './client.ts'
import { connectionOf, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { forwardSignals } from './forward-signals.ts'
import { painter } from './paint.ts'
import { printSummary } from './print-summary.ts'
import { summarise } from './summary.ts'

interface RunOptions extends ConnectionOptions {
  readonly data: string
  readonly tracer: TracerChoice
  readonly redact: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

/** What env(1) and timeout(1) use for a failure of their own. */
const OWN_FAILURE = 125

const EXAMPLES = `
Examples:
  buildspy run -- make -j8
  buildspy run -- npm run build
  buildspy run --url http://ci-host:8080 -- cargo build --release
  buildspy run --json -- ninja 2> summary.json

Exit codes:
  the command's own; 128 + the signal's number if a signal ended it; 127 if it was not found;
  126 if it may not be executed; 125 if BuildSpy could not run it; 2 for wrong usage`

/** `buildspy run`: runs a command and records each process it starts. */
export function runCommand(environment: Environment): Command {
  return withConnection(new Command('run'))
    .summary('run a build and record every process it starts')
    .description(
      "Run a build and record every process it starts. The build's output and exit code are passed on; " +
        'a summary is printed on stderr.',
    )
    .usage('[options] -- COMMAND [ARGS...]')
    .addOption(
      new Option('--data <dir>', 'where the record waits if the daemon is away (BUILDSPY_DATA)').default(
        environment.data,
      ),
    )
    .addOption(
      new Option('--tracer <tracer>', 'how to watch: auto is ptrace, or poll where ptrace is refused')
        .choices(TRACER_CHOICES)
        .default('auto'),
    )
    .option('--no-redact', 'keep passwords, tokens and keys in the recorded command lines')
    .option('-q, --quiet', 'no summary, and no remarks on stderr')
    .option('--json', 'the summary as one line of JSON on stderr')
    .argument('<command>')
    .argument('[args...]')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(async (program: string, args: string[], options: RunOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      process.exitCode = await run([program, ...args], options, connection, environment)
    })
}

async function run(
  argv: [string, ...string[]],
  options: RunOptions,
  connection: Connection,
  environment: Environment,
): Promise<number> {
  // Before anything is opened of our own: even a first look at `process.stderr` opens something.
  const descriptors = inheritedDescriptors(environment.makeflags)
  const paint = painter(process.stderr, environment.noColor)
  const say = (text: string): void => void process.stderr.write(`${paint('bold', 'buildspy:')} ${text}\n`)
  const notice = options.quiet ? () => {} : say
  const forwarding = forwardSignals()
  // Whoever reads our remarks may leave; the build's exit code is passed on all the same.
  process.stderr.on('error', () => {})
  try {
    findCommand(argv[0], environment.path)
    const record = await recordBuild(
      { argv, descriptors },
      {
        tracer: options.tracer,
        delivery: new Sender(
          { ...connection, spool: spoolDirectory(options.data, connection.url) },
          (reason) =>
            notice(
              `the build is not stored at ${connection.url.origin} yet: ${reason}; it goes on undisturbed`,
            ),
        ),
        workingDir: workingDir(),
        redact: options.redact,
        notice,
        started: forwarding.to,
      },
    )
    if (!options.quiet) process.stderr.write(describe(record, connection, options, environment))
    return record.ending.exitCode
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof TracerRefused)) throw error
    say(error.message)
    return error instanceof CannotRun ? error.exitCode : OWN_FAILURE
  }
}

function describe(
  record: BuildRecord,
  connection: Connection,
  options: RunOptions,
  environment: Environment,
): string {
  const summary = summarise(record, addressOf(connection, `runs/${record.runId}`).href)
  if (options.json) return `${JSON.stringify(summary)}\n`
  return printSummary(summary, painter(process.stderr, environment.noColor), process.stderr.columns || 100)
}

/** Empty if the directory has been removed under us: a build may run there all the same. */
function workingDir(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}
