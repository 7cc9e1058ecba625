import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from './failure.mjs'
import { NO_FILTERS, openSchemaEngine } from './schema-engine.mjs'

/**
 * `npm run migration -- NAME` writes the SQL that takes prisma/migrations/sqlite/ to prisma/schema.prisma, as the
 * next migration in Prisma's own layout. `--check` writes nothing and fails if there is anything to write.
 */
const SCHEMA = 'prisma/schema.prisma'
const MIGRATIONS = 'prisma/migrations/sqlite'
const LOCK = { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' }

/** @param {string[]} args NAME or --check */
export async function main(args) {
  const { values, positionals } = parseArgs({
    args,
    options: { check: { type: 'boolean' } },
    allowPositionals: true,
  })
  const name = positionals[0] ?? ''
  if (!values.check && !/^[a-z0-9_]+$/.test(name)) {
    throw new Failure('Say what the migration does: npm run migration -- add_run_labels (a-z, 0-9 and _)')
  }
  const script = await missingScript()
  if (!script) console.log(`${MIGRATIONS} leads to ${SCHEMA}: nothing to write`)
  else if (values.check) {
    throw new Failure(
      `${SCHEMA} has changes that no migration makes. Run: npm run migration -- NAME\n\n${script}`,
    )
  } else {
    const directory = join(MIGRATIONS, `${timestamp()}_${name}`)
    await mkdir(directory, { recursive: true })
    await writeFile(join(directory, 'migration.sql'), script)
    await writeFile(join(MIGRATIONS, LOCK.path), LOCK.content)
    console.log(`Wrote ${directory}/migration.sql`)
  }
}

/** Replays the migrations in memory and compares. @returns SQL, or undefined if the schema is reached */
async function missingScript() {
  const content = await readFile(SCHEMA, 'utf8')
  const engine = await openSchemaEngine(await sqliteInMemory(), [[SCHEMA, content]])
  const { exitCode, stdout } = await engine
    .diff({
      from: { tag: 'migrations', ...(await listMigrations()) },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    })
    .catch((error) => {
      // The engine appends its own backtrace to the sentence that matters.
      throw new Failure(error.message.split('\n   0: ')[0], { cause: error })
    })
  return exitCode === 0 ? undefined : stdout
}

/** The engine runs a whole migration as one statement, which better-sqlite3 refuses: run it as a script. */
async function sqliteInMemory() {
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
  const factory = new PrismaBetterSqlite3({ url: ':memory:' })
  const connect = factory.connectToShadowDb.bind(factory)
  factory.connectToShadowDb = async () => {
    const adapter = await connect()
    adapter.executeRaw = async ({ sql }) => {
      await adapter.executeScript(sql)
      return 0
    }
    return adapter
  }
  return factory
}

/** As Prisma names migrations: 20261122154800. */
function timestamp() {
  return new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
}

/** The migrations on disk, as the schema engine wants them. */
async function listMigrations() {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: MIGRATIONS,
    shadowDbInitScript: '',
    lockfile: LOCK,
    migrationDirectories: await Promise.all(
      names.toSorted().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: /** @type {const} */ ('ok'),
            value: await readFile(join(MIGRATIONS, path, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}
