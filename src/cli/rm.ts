import { Command } from 'commander'
import { rest } from './client.ts'
import { connectionOf, examples, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { CliFailure, EXIT } from './failure.ts'
import { findRun } from './find-run.ts'
import { counted } from './format.ts'
import { printLines } from './output.ts'

/** `buildspy rm`: deletes runs. */
export function removeCommand(environment: Environment): Command {
  return withConnection(new Command('rm'))
    .summary('delete builds')
    .description('Delete builds with all their events and processes. One that runs now is left alone.')
    .argument('<id...>', 'runs: their ids, the beginnings of them, or last')
    .addHelpText('after', examples('buildspy rm 01a2042c-8b84', 'buildspy rm last'))
    .action(async (texts: string[], options: ConnectionOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const ids: string[] = []
      for (const text of texts) ids.push(await findRun(connection, text))
      const text = JSON.stringify({ run_ids: ids })
      const { body } = await rest(connection, 'POST', '/api/delete', { type: 'application/json', text })
      const { deleted_count, errors = [] } = body as { deleted_count: number; errors?: readonly string[] }
      printLines([`${counted(deleted_count, 'build', 'builds')} deleted`])
      if (errors.length > 0) throw new CliFailure(errors.join('; '), EXIT.failed)
    })
}
