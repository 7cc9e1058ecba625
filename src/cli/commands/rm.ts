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
import { CliFailure, EXIT } from '../failure.ts'
import { A_RUN, findRuns } from '../daemon/find-run.ts'
import { counted } from '../terminal/format.ts'
import { printLines } from '../terminal/output.ts'

const DELETE = graphql(`
  mutation Delete($ids: [ID!]!) {
    deleteRuns(ids: $ids) {
      deleted
      errors {
        id
        code
        message
      }
    }
  }
`)

/** `buildspy rm`: deletes runs. */
export function removeCommand(environment: Environment): Command {
  return withConnection(new Command('rm'))
    .summary('delete builds')
    .description(
      'Delete builds with all their events and processes. Running builds are not deleted. ' +
        'If an id is unknown, no build is deleted.',
    )
    .argument('<id...>', A_RUN)
    .addHelpText('after', examples('buildspy rm 01a2042c', 'buildspy rm last last~1'))
    .action(async (texts: string[], options: ConnectionOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const ids = await findRuns(connection, texts)
      const { deleteRuns } = await graph(connection, DELETE, { ids })
      const { deleted, errors } = deleteRuns
      if (deleted.length > 0 || errors.length === 0)
        printLines([`${counted(deleted.length, 'build', 'builds')} deleted`])
      const [first, ...rest] = errors
      if (!first) return
      // Somebody else may have deleted them meanwhile.
      const isGone = errors.every(({ code }) => code === 'NOT_FOUND') && deleted.length === 0
      throw new CliFailure(first.message, isGone ? EXIT.notFound : EXIT.failed, {
        details: rest.map(({ message }) => `  ${message}`),
      })
    })
}
