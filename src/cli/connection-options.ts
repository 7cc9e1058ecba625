import { Option, type Command } from 'commander'
import type { Connection } from './client.ts'
import type { Environment } from './environment.ts'
import { EXIT_CODES } from './failure.ts'
import { DEFAULT_URL, parseUrl } from './url.ts'

/** What `--url` and `--token` gave. */
export interface ConnectionOptions {
  readonly url?: URL
  readonly token?: string
}

/** Adds `--url` and `--token`, which every command that talks to a daemon has. */
export function withConnection(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the daemon (BUILDSPY_URL)')
        .argParser(parseUrl)
        .default(undefined, DEFAULT_URL),
    )
    .option('--token <token>', 'what the daemon wants to see (BUILDSPY_TOKEN)')
}

/** The examples and exit codes below a command's help. */
export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}${EXIT_CODES}`

/** Where the daemon is: as the flags say, else the environment, else on this machine. */
export function connectionOf(
  options: ConnectionOptions,
  environment: Environment,
  command: Command,
): Connection {
  const token = options.token ?? environment.token
  return { url: options.url ?? environmentUrl(environment, command), ...(token !== undefined && { token }) }
}

function environmentUrl(environment: Environment, command: Command): URL {
  try {
    return parseUrl(environment.url ?? DEFAULT_URL)
  } catch {
    return command.error(`error: BUILDSPY_URL is '${environment.url}'; it must be like ${DEFAULT_URL}`)
  }
}
