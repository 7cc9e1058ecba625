/** The flags of `buildspyd`, as `node:util` parses them. */
export const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  'database-url': { type: 'string' },
  'redis-url': { type: 'string' },
  'log-level': { type: 'string' },
  token: { type: 'string', multiple: true },
  'token-file': { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  'crash-timeout': { type: 'string' },
  'sweep-every': { type: 'string' },
  keep: { type: 'string' },
  'keep-runs': { type: 'string' },
  'keep-bytes': { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What `--help` prints. */
export const USAGE = `buildspyd — stores recorded builds, streams them live, and shows them in a dashboard

Usage: buildspyd [options]

Options:
  --port PORT            port to listen on (default 8080; 0 lets the system choose)
  --host HOST            address to listen on (default 127.0.0.1; another needs a token)
  --data DIR             where the database lies (default $XDG_DATA_HOME/buildspy, or ~/.local/share/buildspy)
  --log-level LEVEL      ${LOG_LEVELS.join(', ')} (default warn)

Several daemons (docs/scaling.md):
  --database-url URL     keeps builds in PostgreSQL, postgresql://user:password@host:5432/database, instead of SQLite.
                         A password is safer in BUILDSPY_DATABASE_URL: others on this machine see flags
  --redis-url URL        shows what another daemon stores at once, instead of within two seconds

Access:
  --token [SCOPE:]TOKEN  what clients must send as "Authorization: Bearer TOKEN"; may be given many times.
                         SCOPE is ingest, read or admin (all of it, and deletion); without one, all.
                         TOKEN may be sha256:DIGEST, so that nobody reads it here
  --token-file FILE      reads tokens from a file of mode 0600, one a line, also with names and an expiry
                         (docs/operations.md); makes it with a new token if it is not there
  --allow-origin ORIGIN  a web page of this origin may call (CORS); may be given many times

Silent builds:
  --crash-timeout SEC    a live build not heard from for so long is given up (default 30)
  --sweep-every SEC      how often that is looked for (default 10; a divisor of 60)

Retention (all is kept unless one of these is given; live and pinned builds always stay):
  --keep AGE             deletes builds that began longer ago: 12h, 30d, 8w
  --keep-runs N          keeps the newest N builds
  --keep-bytes SIZE      deletes the oldest builds while the SQLite database uses more: 500MB, 10GB

  --help                 show this
  --version              show the version

Each option can be set in the environment: BUILDSPY_PORT, BUILDSPY_HOST, BUILDSPY_DATA, BUILDSPY_LOG_LEVEL,
BUILDSPY_TOKEN, … (lists separated by commas). A flag wins over the environment.

Examples:
  buildspyd
  buildspyd --port 9090 --data /var/lib/buildspy
  buildspyd --host 0.0.0.0 --token-file /etc/buildspy/token
  buildspy run -- make -j8        records a build with the daemon running
`
