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
  'trusted-documents-only': { type: 'boolean' },
  webhook: { type: 'string' },
  'webhook-secret-file': { type: 'string' },
  otlp: { type: 'string' },
  keep: { type: 'string' },
  'keep-runs': { type: 'string' },
  'keep-bytes': { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The text of `--help`. */
export const USAGE = `buildspyd — stores recorded builds, streams them live, and shows them in a dashboard

Usage: buildspyd [options]
       buildspyd backup FILE [--data DIR] [--force]     copies the SQLite database; the daemon may run
       buildspyd restore FILE [--data DIR] [--force]    puts a copy back while no daemon runs; --force replaces builds

Options:
  --port PORT            port to listen on (default 8080; 0 lets the system choose)
  --host HOST            address to listen on (default 127.0.0.1; any other needs a token)
  --data DIR             directory of the database (default $XDG_DATA_HOME/buildspy, or ~/.local/share/buildspy)
  --log-level LEVEL      ${LOG_LEVELS.join(', ')} (default warn)

Several daemons (docs/scaling.md):
  --database-url URL     keeps builds in PostgreSQL instead of SQLite: postgresql://user:password@host:5432/database.
                         Put a password into BUILDSPY_DATABASE_URL: other users of this machine can read flags
  --redis-url URL        shows data from other daemons at once instead of within two seconds

Access:
  --token [SCOPE:]TOKEN  token that clients send as "Authorization: Bearer TOKEN"; may be repeated.
                         SCOPE is ingest, read or admin (everything, with deletion); the default is admin.
                         TOKEN may be sha256:DIGEST, which does not reveal the token
  --token-file FILE      reads tokens from a file of mode 0600, one per line, with optional names and expiry
                         (docs/operations.md); if the file is missing, makes it with a new token
  --allow-origin ORIGIN  web pages of this origin may call the daemon (CORS); may be repeated
  --trusted-documents-only
                         /graphql executes only the documents of its catalogue: those of the command line, the
                         dashboard and the tools for agents (docs/graphql.md)

Webhook (docs/webhook.md):
  --webhook URL          posts a signed message to this address when a build ends; in the environment, other users of
                         this machine cannot read it
  --webhook-secret-file FILE
                         the secret that signs messages (mode 0600); if the file is missing, makes it with a new one

Silent builds:
  --crash-timeout SEC    gives up a live build after this long without news (default 30)
  --sweep-every SEC      looks for silent builds this often (default 10; a divisor of 60)

OpenTelemetry (docs/export.md):
  --otlp URL             sends each build that ends to a collector, such as http://localhost:4318

Retention (without these, all builds stay; live and pinned builds always stay):
  --keep AGE             deletes builds that began longer ago than 12h, 30d, 8w, …
  --keep-runs N          keeps the newest N builds
  --keep-bytes SIZE      deletes the oldest builds while the SQLite database uses more than 500MB, 10GB, …

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
