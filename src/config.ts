import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Misconfigured } from './errors.ts'
import { isLoopback } from './loopback.ts'
import type { Keep } from './services/retention.ts'
import { parseCollectorUrl, parseHeaders, type Collector } from './otlp/collector.ts'
import { FLAGS, LOG_LEVELS, type LogLevel } from './flags.ts'
import { parseToken, SHORTEST_FLAG } from './server/access/token.ts'
import { parseBytes, parseDuration } from './quantities.ts'

/** The settings of the daemon. */
export interface Config {
  /** 0 lets the system choose a port. */
  readonly port: number
  readonly host: string
  /** The directory of the SQLite database and the spool. */
  readonly data: string
  /** Address of a PostgreSQL database, with its password; without it, SQLite. */
  readonly databaseUrl: string | undefined
  /** Address of the Redis for hints between daemons, with its password. */
  readonly redisUrl: string | undefined
  readonly logLevel: LogLevel
  /** Each is `SECRET`, `SCOPE:SECRET`, or one of these with `sha256:` and a digest. Without any, no token is needed. */
  readonly tokens: readonly string[]
  /** A file of tokens; made if it does not exist. */
  readonly tokenFile: string | undefined
  readonly allowOrigin: readonly string[]
  /** Silence after which a run is given up, in seconds. */
  readonly crashTimeout: number
  /** Interval of the checks for silent runs, in seconds; a divisor of 60. */
  readonly sweepEvery: number
  /** Whether `/graphql` refuses documents that are not in the catalogue. */
  readonly trustedDocumentsOnly: boolean
  /** The receiver of a message for each build that ends. */
  readonly webhook: WebhookConfig | undefined
  /** The collector of OpenTelemetry that gets the runs that end; its headers may hold a password. */
  readonly otlp: Collector | undefined
  /** The limits of retention; without any, all runs are kept. */
  readonly keep: Keep
}

/** A receiver, and the file of the secret that signs messages for it. */
export interface WebhookConfig {
  readonly url: string
  /** Made if it does not exist. */
  readonly secretFile: string
}

/**
 * Reads the settings from flags and environment. Nothing else in the daemon reads the environment.
 * @returns the configuration, or the name of the requested text
 * @throws Misconfigured with every wrong setting
 */
export function readConfig(args: string[], environment = process.env): Config | 'help' | 'version' {
  const flags = readFlags(args)
  if (flags.help) return 'help'
  if (flags.version) return 'version'

  const errors: string[] = []
  const setting = (flag: keyof typeof FLAGS): string | undefined => {
    const given = flags[flag]
    if (given !== undefined) return String(Array.isArray(given) ? given.join(',') : given)
    return environment[`BUILDSPY_${flag.toUpperCase().replaceAll('-', '_')}`]
  }
  const whole = (flag: keyof typeof FLAGS, fallback: number, least: number, most: number): number => {
    const text = setting(flag) ?? String(fallback)
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN
    if (!(value >= least && value <= most))
      errors.push(`--${flag} must be ${least} to ${most}, not "${text}"`)
    return value
  }
  const quantity = (flag: keyof typeof FLAGS, parse: (text: string) => number | undefined, like: string) => {
    const text = setting(flag)
    const value = text === undefined ? undefined : parse(text)
    if (text !== undefined && value === undefined)
      errors.push(`--${flag} must be like ${like}, not "${text}"`)
    return value
  }
  const collector = (): Collector | undefined => {
    const text = setting('otlp')
    if (!text) return undefined
    const url = parseCollectorUrl(text)
    // It may hold a password, which no message repeats.
    if (!url) errors.push('--otlp must be like http://localhost:4318, without a password or a query')
    return url && { url, headers: parseHeaders(environment['OTEL_EXPORTER_OTLP_HEADERS']) }
  }
  const list = (flag: keyof typeof FLAGS): string[] => setting(flag)?.split(',').filter(Boolean) ?? []

  const choice = (flag: keyof typeof FLAGS): boolean => {
    const text = setting(flag) ?? 'false'
    if (!['true', 'false', '1', '0'].includes(text))
      errors.push(`--${flag} must be true or false, not "${text}"`)
    return text === 'true' || text === '1'
  }

  const config: Config = {
    port: whole('port', 8080, 0, 65_535),
    host: setting('host') ?? '127.0.0.1',
    data: resolve(
      setting('data') ?? join(environment['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'buildspy'),
    ),
    databaseUrl: setting('database-url') || undefined,
    redisUrl: setting('redis-url') || undefined,
    logLevel: (setting('log-level') ?? 'warn') as LogLevel,
    tokens: list('token'),
    tokenFile: setting('token-file'),
    allowOrigin: list('allow-origin'),
    crashTimeout: whole('crash-timeout', 30, 1, 86_400),
    sweepEvery: whole('sweep-every', 10, 1, 60),
    trustedDocumentsOnly: choice('trusted-documents-only'),
    webhook: webhookOf(setting('webhook'), setting('webhook-secret-file'), errors),
    otlp: collector(),
    keep: {
      age: quantity('keep', parseDuration, '30d'),
      runs: setting('keep-runs') === undefined ? undefined : whole('keep-runs', 1, 1, 999_999_999),
      bytes: quantity('keep-bytes', parseBytes, '10GB'),
    },
  }
  check(config, errors)
  if (errors.length) throw new Misconfigured(`${errors.join('; ')}. See buildspyd --help.`)
  return config
}

function readFlags(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, allowPositionals: false }).values
  } catch (cause) {
    throw new Misconfigured(`${(cause as Error).message.split('. ')[0]}. See buildspyd --help.`, { cause })
  }
}

/** Adds the errors of settings that are not plain numbers. */
function check(
  { host, databaseUrl, redisUrl, logLevel, tokens, tokenFile, allowOrigin, sweepEvery, keep }: Config,
  errors: string[],
): void {
  if (!LOG_LEVELS.includes(logLevel))
    errors.push(`--log-level must be one of ${LOG_LEVELS.join(', ')}, not "${logLevel}"`)
  if (keep.bytes !== undefined && databaseUrl)
    errors.push(
      '--keep-bytes is for SQLite: PostgreSQL gives no space back at once; use --keep or --keep-runs',
    )
  if (60 % sweepEvery) errors.push(`--sweep-every must divide 60, not "${sweepEvery}"`)
  // These may hold a password, which no message repeats.
  if (databaseUrl && !isUrl(databaseUrl, /^postgres(ql)?:$/))
    errors.push('--database-url must be like postgresql://user:password@host:5432/database')
  if (redisUrl && !isUrl(redisUrl, /^rediss?:$/)) errors.push('--redis-url must be like redis://host:6379')
  for (const token of tokens) {
    try {
      parseToken(token, SHORTEST_FLAG)
    } catch (error) {
      errors.push(`--token: ${(error as Error).message}`)
    }
  }
  for (const origin of allowOrigin) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      errors.push(`--allow-origin must be like https://ci.example.org, not "${origin}"`)
  }
  if (!host) errors.push('--host must not be empty')
  else if (!isLoopback(host) && !tokens.length && tokenFile === undefined)
    errors.push(
      `--host ${host} opens the daemon to other machines, so it needs a token: ` +
        'give one with --token or BUILDSPY_TOKEN, or let --token-file FILE make one',
    )
}

function webhookOf(url = '', secretFile = '', errors: string[]): WebhookConfig | undefined {
  if (!url && !secretFile) return undefined
  // It may hold a key in its path, which no message repeats.
  if (!isUrl(url, /^https?:$/)) errors.push('--webhook must be like https://hooks.example.org/builds')
  if (!secretFile)
    errors.push('--webhook needs --webhook-secret-file FILE, for the secret that signs messages')
  return { url, secretFile }
}

const isUrl = (text: string, protocol: RegExp): boolean =>
  URL.canParse(text) && protocol.test(new URL(text).protocol)
