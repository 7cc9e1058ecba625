import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from './failure.mjs'
import { PROVIDERS, renderPostgresql, SCHEMA } from './models.mjs'
import { openSchemaEngine, SHADOWS } from './schema-engine.mjs'

/** Objects that Prisma cannot express. They are written by hand in a migration, and excluded from every comparison. */
const BY_HAND = {
  sqlite: ['RunText', 'RunTextIndex', 'RunTextIndex_config', 'RunTextIndex_data', 'RunTextIndex_idx'],
  postgresql: ['public.RunText'],
}

/**
 * `npm run migration -- NAME` writes, for each database, the SQL that takes its migrations to prisma/schema.prisma, as
 * the next migration in Prisma's own layout. `--check` writes nothing and fails if there is anything to write.
 * @param {string[]} args NAME or --check
 */
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
  await renderPostgresql()
  const now = timestamp()
  for (const provider of /** @type {import('./models.mjs').Provider[]} */ (Object.keys(PROVIDERS))) {
    const { migrations } = PROVIDERS[provider]
    const script = await missingScript(provider)
    if (!script) console.log(`${migrations} leads to ${SCHEMA}: nothing to write`)
    else if (values.check) {
      throw new Failure(
        `${SCHEMA} has changes that no migration of ${provider} makes. Run: npm run migration -- NAME\n\n${script}`,
      )
    } else {
      const directory = join(migrations, `${now}_${name}`)
      await mkdir(directory, { recursive: true })
      await writeFile(join(directory, 'migration.sql'), script)
      const { path, content } = lockOf(provider)
      await writeFile(join(migrations, path), content)
      console.log(`Wrote ${directory}/migration.sql`)
    }
  }
}

/** Replays the migrations in an empty database and compares. @returns SQL, or undefined if the schema is reached */
async function missingScript(provider) {
  const { schema, migrations } = PROVIDERS[provider]
  const content = await readFile(schema, 'utf8')
  const shadow = await SHADOWS[provider]()
  try {
    const engine = await openSchemaEngine(shadow.factory, [[schema, content]])
    const { exitCode, stdout } = await engine
      .diff({
        from: { tag: 'migrations', ...(await listMigrations(migrations, provider)) },
        to: { tag: 'schemaDatamodel', files: [{ path: schema, content }] },
        script: true,
        exitCode: true,
        filters: { externalTables: BY_HAND[provider], externalEnums: [] },
      })
      .catch((error) => {
        // The engine appends its own backtrace to the sentence that matters.
        throw new Failure(error.message.split('\n   0: ')[0], { cause: error })
      })
    return exitCode === 0 ? undefined : stdout
  } finally {
    await shadow.close()
  }
}

/** As Prisma names migrations: 20261122154800. */
function timestamp() {
  return new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
}

const lockOf = (provider) => ({ path: 'migration_lock.toml', content: `provider = "${provider}"\n` })

/** The migrations on disk, as the schema engine wants them. */
async function listMigrations(directory, provider) {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: directory,
    shadowDbInitScript: '',
    lockfile: lockOf(provider),
    migrationDirectories: await Promise.all(
      names.toSorted().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: /** @type {const} */ ('ok'),
            value: await readFile(join(directory, path, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}
