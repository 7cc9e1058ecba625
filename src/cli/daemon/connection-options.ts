import { Option, type Command } from 'commander'
import type { Connection } from './client.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT, EXIT_CODES } from '../failure.ts'
import { COLOR_CHOICES, type ColorChoice } from '../terminal/paint.ts'
import { DEFAULT_URL, parseUrl } from './url.ts'

/** The values of `--url`, `--token` and `--color`. */
export interface ConnectionOptions {
  readonly url?: URL
  readonly token?: string
  readonly color?: ColorChoice
}

/** Adds `--url`, `--token` and `--color`, which every command that talks to a daemon has. */
export function withConnection(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the daemon (BUILDSPY_URL)')
        .argParser(parseUrl)
        .default(undefined, DEFAULT_URL),
    )
    .option('--token <token>', 'token for the daemon (BUILDSPY_TOKEN)')
    .addOption(
      new Option(
        '--color <when>',
        'when to use colours; auto: on a terminal (NO_COLOR, FORCE_COLOR)',
      ).choices(COLOR_CHOICES),
    )
}

/** The examples and exit codes below a command's help. */
export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}${EXIT_CODES}`

/**
 * Where the daemon is: as the flags say, else the environment, else on this machine.
 * @throws CliFailure if they are wrong; it does not repeat a token or a password
 */
export function connectionOf(
  options: ConnectionOptions,
  environment: Environment,
  command: Command,
): Connection {
  const token = options.token ?? environment.token
  // The characters of an HTTP header (RFC 6750 2.1); fetch would quote the token in its error.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new CliFailure('the token must be printable ASCII without spaces', EXIT.usage)
  return { url: options.url ?? environmentUrl(environment, command), ...(token !== undefined && { token }) }
}

function environmentUrl(environment: Environment, command: Command): URL {
  try {
    return parseUrl(environment.url ?? DEFAULT_URL)
  } catch (error) {
    if (error instanceof CliFailure) throw error
    return command.error(`error: BUILDSPY_URL is '${environment.url}'. ${(error as Error).message}`)
  }
}
