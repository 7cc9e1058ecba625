import { Command, Option } from 'commander'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import { readAnswer } from '../daemon/explanation.ts'
import type { AnswerFragment } from '../../gql/cli/graphql.ts'
import type { Environment } from '../environment.ts'
import { countOption } from '../options.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { painter } from '../terminal/paint.ts'
import { readRecording, type Recording } from '../daemon/recording.ts'
import { A_RUN_OR_FILE, withRun } from '../daemon/with-runs.ts'
import { runPage, toolsOf, type Sections } from '../pages/run-page.ts'
import { widthOfStdout } from '../terminal/width.ts'

interface ShowOptions extends ConnectionOptions, Sections {
  readonly json?: boolean
}

const SLOWEST = 10
const MOST = 100_000

/** `buildspy show`: the record of one run. */
export function showCommand(environment: Environment): Command {
  return withConnection(new Command('show'))
    .summary('show where the time of one build went')
    .description('Show one build: why it failed, its tools, its slowest processes, or its tree of processes.')
    .argument('[id]', A_RUN_OR_FILE, 'last')
    .option('--tree', 'show the process tree; childless processes of one name in a row share a line')
    .addOption(
      new Option('--slowest [count]', 'show the processes with the most own time')
        .argParser(countOption(MOST))
        .preset(SLOWEST),
    )
    .option('--by-tool', 'show time by tool')
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      examples('buildspy show', 'buildspy show last~1 --tree', 'buildspy show build.ndjson.gz --slowest 30'),
    )
    .action(async (id: string, options: ShowOptions, command: Command) => {
      const [recording, answer] = await withRun(
        () => connectionOf(options, environment, command),
        id,
        (source, run) => Promise.all([readRecording(source, run), readAnswer(source, run)]),
      )
      if (options.json) return printJson(report(recording, answer), 2)
      const { tree, slowest, byTool } = options
      const sections = tree || slowest || byTool ? options : { byTool: true, slowest: SLOWEST }
      const paint = painter(process.stdout, options.color ?? environment.color)
      printLines(runPage(recording, answer, sections, widthOfStdout(environment)), paint)
    })
}

/** The output of `--json`. Times in milliseconds since the run's start. */
const report = (recording: Recording, { verdict, advice }: AnswerFragment) => ({
  run: recording.run,
  verdict,
  advice,
  waiting: recording.waiting,
  tools: toolsOf(recording),
  processes: recording.processes,
})
