import { Command, Option } from 'commander'
import { connectionOf, withConnection } from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { parseDescriptor, settleJson } from '../record/json-output.ts'
import { commandStart } from '../record/own-options.ts'
import { withRecording } from '../record/recording-options.ts'
import type { RunOptions } from '../record/run-options.ts'

const EXAMPLES = `
Examples:
  buildspy run -- make -j8
  buildspy run -- npm run build
  buildspy run --url http://ci-host:8080 --label kind=nightly -- cargo build --release
  buildspy run --output build.ndjson --summary "$GITHUB_STEP_SUMMARY" -- ninja
  buildspy run --json summary.json -- ninja

Exit codes:
  the command's own; if a signal ended it, BuildSpy ends by that signal too (128 + its number in a shell);
  127 if it was not found; 126 if it may not be executed; 125 if BuildSpy could not run it; 2 for wrong usage`

/** `buildspy run`: runs a command and records each process it starts. */
export function runCommand(environment: Environment): Command {
  const run = withRecording(withConnection(new Command('run')), environment)
    .summary('run a build and record every process it starts')
    .description(
      "Run a build and record every process it starts. The output and the exit code are the build's own; " +
        'the summary goes to stderr.',
    )
    .usage('[options] -- COMMAND [ARGS...]')
    .addOption(
      new Option('--data <dir>', 'where the record waits while the daemon is down (BUILDSPY_DATA)').default(
        environment.data,
      ),
    )
    .option(
      '-o, --output <file>',
      'write the record to a file for `buildspy import`, not to a daemon; with -, to stdout, and the build writes its stdout to stderr',
    )
    .option('--summary <file>', 'append a summary in Markdown to a file')
    .addOption(
      new Option(
        '--json [file]',
        'write the summary as one line of JSON to a file; without a file, on stderr in place of the text',
      ).argParser((file: string): string | true => file || true),
    )
    .addOption(
      new Option('--json-fd <fd>', 'write the same to a descriptor; the build does not inherit it').argParser(
        parseDescriptor,
      ),
    )
    .argument('<command>')
    .argument('[args...]')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(async (program: string, args: string[], options: RunOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const { runBuild } = await import('../record/run-build.ts')
      await runBuild([program, ...args], options, connection, environment)
    })
  const parse = run.parseOptions.bind(run)
  run.parseOptions = (args) => parse(settleJson(args, commandStart(args, run.options)))
  return run
}
