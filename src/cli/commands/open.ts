import { spawn } from 'node:child_process'
import { Command } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import { addressOf, graph } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { A_RUN, findRun } from '../daemon/find-run.ts'
import { printLines } from '../terminal/output.ts'

interface OpenOptions extends ConnectionOptions {
  readonly print?: boolean
}

const IS_THERE = graphql(`
  query IsThere {
    stats {
      totalRuns
    }
  }
`)

/** The program that opens an address, by platform. */
const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', linux: 'xdg-open' }

/** `buildspy open`: the dashboard in the browser. */
export function openCommand(environment: Environment): Command {
  return withConnection(new Command('open'))
    .summary('open the dashboard in the browser')
    .description('Open the dashboard, or one build in it, in the browser, and print its address.')
    .argument('[id]', A_RUN)
    .option('--print', 'only print the address')
    .addHelpText('after', examples('buildspy open', 'buildspy open last'))
    .action(async (id: string | undefined, options: OpenOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const path = id === undefined ? '' : `runs/${await findRun(connection, id)}`
      // The page could not report a missing daemon.
      if (id === undefined) await graph(connection, IS_THERE)
      const address = addressOf(connection, path).href
      printLines([address])
      if (!options.print) await openAddress(address)
    })
}

/** A machine without a desktop has nothing to open it with: the address is printed, which is enough. */
async function openAddress(address: string): Promise<void> {
  const opener = OPENERS[process.platform]
  if (!opener) return
  await new Promise<void>((resolve) => {
    const child = spawn(opener, [address], { stdio: 'ignore', detached: true })
    child.once('error', () => resolve())
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
