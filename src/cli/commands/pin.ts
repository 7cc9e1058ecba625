import { Command } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import { graph } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { A_RUN, findRuns } from '../daemon/find-run.ts'
import { counted } from '../terminal/format.ts'
import { printLines } from '../terminal/output.ts'

const PIN = graphql(`
  mutation Pin($id: UUID!, $pinned: Boolean!) {
    pinRun(id: $id, pinned: $pinned) {
      id
    }
  }
`)

/** `buildspy pin`: keeps builds in spite of the daemon's retention. */
export const pinCommand = (environment: Environment) =>
  command('pin', true, 'protect builds from retention', environment)

/** `buildspy unpin`: lets them go again. */
export const unpinCommand = (environment: Environment) =>
  command('unpin', false, 'let retention delete builds again', environment)

function command(name: string, pinned: boolean, summary: string, environment: Environment): Command {
  return withConnection(new Command(name))
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    .argument('<id...>', A_RUN)
    .addHelpText('after', examples(`buildspy ${name} 01a2042c`, `buildspy ${name} last`))
    .action(async (texts: string[], options: ConnectionOptions, self: Command) => {
      const connection = connectionOf(options, environment, self)
      const ids = await findRuns(connection, texts)
      for (const id of ids) await graph(connection, PIN, { id, pinned })
      printLines([`${counted(ids.length, 'build', 'builds')} ${name}ned`])
    })
}
