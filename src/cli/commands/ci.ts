import { Command } from 'commander'
import { connectionOf } from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { withGate } from '../gate/options.ts'
import { withRecording } from '../record/recording-options.ts'
import type { CiOptions } from '../record/run-ci.ts'

const EXAMPLES = `
Examples:
  buildspy ci -- make -j4
  buildspy ci --baseline .buildspy --fail-if-slower 10% -- make -j4
  buildspy ci --baseline .buildspy --update-baseline -- make -j4
  buildspy ci -o build.ndjson --junit buildspy.xml --baseline .buildspy -- ninja

Exit codes:
  the command's own, as of buildspy run; 3 if the command succeeded and was slower than --fail-if-slower allows`

/** `buildspy ci`: records a build in CI, without a daemon, and compares it with a baseline. */
export function ciCommand(environment: Environment): Command {
  return withRecording(withGate(new Command('ci')), environment)
    .summary('record a build in CI, and fail if it is slower than its baseline')
    .description(
      'Record a build to a file, without a daemon: with the labels of the CI system, a summary for the page of the job, and a ' +
        'comparison with the records of earlier builds.',
    )
    .usage('[options] -- COMMAND [ARGS...]')
    .option('-o, --output <file>', 'write the record to this file', 'build.ndjson')
    .option(
      '--update-baseline',
      'add the record to the baseline if the build succeeds, and keep the newest 20',
    )
    .option(
      '--summary <file>',
      'append a summary in Markdown to a file (GITHUB_STEP_SUMMARY)',
      environment.stepSummary,
    )
    .option('--junit <file>', 'write what the gate says as JUnit XML')
    .argument('<command>')
    .argument('[args...]')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(async (program: string, args: string[], options: CiOptions, command: Command) => {
      const connection = connectionOf({}, environment, command)
      const { runCi } = await import('../record/run-ci.ts')
      await runCi([program, ...args], options, connection, environment)
    })
}
