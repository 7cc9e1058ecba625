import { Command } from 'commander'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import { withFiles } from '../daemon/with-runs.ts'
import type { Environment } from '../environment.ts'

/** `buildspy mcp`: answers agents about recorded builds, over the Model Context Protocol. */
export function mcpCommand(environment: Environment, version: string): Command {
  return withConnection(new Command('mcp'))
    .summary('answer agents about recorded builds (Model Context Protocol, stdio)')
    .description(
      'Serve the Model Context Protocol over stdio, for agents that look for what makes a build slow. The tools only read: ' +
        'list_runs, summary, compare, files, slowest, processes, critical_path and what_if.',
    )
    .argument('[files...]', 'record files to answer about, instead of the builds of the daemon')
    .addHelpText('after', examples('buildspy mcp', 'buildspy mcp base.ndjson head.ndjson'))
    .action(async (files: readonly string[], options: ConnectionOptions, command: Command) => {
      const { serve } = await import('../mcp/serve.ts')
      if (files.length > 0) await withFiles(files, (source) => serve(source, version))
      else await serve(connectionOf(options, environment, command), version)
    })
}
