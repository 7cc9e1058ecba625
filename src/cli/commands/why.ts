import { Command } from 'commander'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import { readExplanation } from '../daemon/explanation.ts'
import { A_RUN_OR_FILE, withRun } from '../daemon/with-runs.ts'
import type { Environment } from '../environment.ts'
import { whyPage } from '../pages/why-page.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { painter } from '../terminal/paint.ts'
import { widthOfStdout } from '../terminal/width.ts'

interface WhyOptions extends ConnectionOptions {
  readonly json?: boolean
}

/** `buildspy why`: why a run took as long as it did, in a sentence, and what would make it faster. */
export function whyCommand(environment: Environment): Command {
  return withConnection(new Command('why'))
    .summary('say why a build took so long')
    .description(
      'Say why a build failed or took as long as it did, compared with earlier builds of the same command in ' +
        'the same directory, and what would make it faster.',
    )
    .argument('[id]', A_RUN_OR_FILE, 'last')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('buildspy why', 'buildspy why last~1', 'buildspy why 01a2042c --json'))
    .action(async (id: string, options: WhyOptions, command: Command) => {
      const run = await withRun(() => connectionOf(options, environment, command), id, readExplanation)
      if (options.json) return printJson(run, 2)
      const paint = painter(process.stdout, options.color ?? environment.color)
      printLines(whyPage(run, widthOfStdout(environment)), paint)
    })
}
