import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPostgresql } from './postgresql.mjs'

/** @typedef {import('@prisma/driver-adapter-utils').SqlMigrationAwareDriverAdapterFactory} Factory */

/**
 * Where migrations are replayed: real databases, because only they know what their SQL does. An empty PostgreSQL of
 * our own starts within a second.
 * @type {Record<import('./models.mjs').Provider, () => Promise<{ factory: Factory, close: () => Promise<void> }>>}
 */
export const SHADOWS = {
  async sqlite() {
    // Node 20 runs no TypeScript by itself, and the adapter is the daemon's own.
    const { tsImport } = await import('tsx/esm/api')
    const { SqliteAdapterFactory } = await tsImport('../src/store/sqlite/adapter.ts', import.meta.url)
    const factory = adapted(new SqliteAdapterFactory({ file: ':memory:' }), runScripts)
    return { factory, async close() {} }
  },
  async postgresql() {
    const { PrismaPg } = await import('@prisma/adapter-pg')
    const server = await startPostgresql()
    return { factory: adapted(new PrismaPg(server.urlOf('postgres')), forPostgresql), close: server.stop }
  },
}

/** Each connection of a factory, changed. */
function adapted(factory, change) {
  for (const name of ['connect', 'connectToShadowDb']) {
    const connect = factory[name].bind(factory)
    factory[name] = async () => change(await connect())
  }
  return factory
}

/** The engine runs a whole migration as one statement, of which the driver runs the first: run it as a script. */
function runScripts(connection) {
  const executeRaw = async ({ sql }) => {
    await connection.executeScript(sql)
    return 0
  }
  return Object.assign(connection, { executeRaw })
}

/**
 * The catalogue of PostgreSQL has columns of the type "char" (18), which the adapter does not know. The adapter also cuts a
 * script at every semicolon, while PostgreSQL accepts it as a whole.
 */
function forPostgresql(connection) {
  const [CHAR, TEXT, CHARACTER] = [18, 25, 6]
  let isChar = []
  // The server stops while idle connections are open, and the adapter hears of those of one pool alone.
  connection.underlyingDriver().on('error', () => {})
  const performIO = connection.performIO.bind(connection)
  const queryRaw = connection.queryRaw.bind(connection)
  return Object.assign(connection, {
    async executeScript(sql) {
      await performIO({ sql, args: [], argTypes: [] })
    },
    async performIO(query) {
      const result = await performIO(query)
      isChar = result.fields.map((field) => field.dataTypeID === CHAR)
      for (const field of result.fields) if (field.dataTypeID === CHAR) field.dataTypeID = TEXT
      return result
    },
    async queryRaw(query) {
      const result = await queryRaw(query)
      return { ...result, columnTypes: result.columnTypes.map((type, i) => (isChar[i] ? CHARACTER : type)) }
    },
  })
}

/**
 * Opens Prisma's schema engine (WebAssembly, in this process, no download) on a driver adapter.
 * Needs an install: call it only after set-up.
 * @param {Factory} adapterFactory such as `SqliteAdapterFactory`
 * @param {[path: string, content: string][]} datamodels Prisma schema files
 */
export async function openSchemaEngine(adapterFactory, datamodels) {
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const { SchemaEngine } = await (engine ??= loadEngine())
  return SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapterFactory))
}

let engine

/** Node 20 cannot import a .wasm module, which the package's own entry does: instantiate it by hand. */
async function loadEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const entry = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm'))
  const module = await WebAssembly.compile(await readFile(entry.replace(/\.js$/, '_bg.wasm')))
  const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(exports)
  const start = /** @type {() => void} */ (exports.__wbindgen_start)
  start()
  return glue
}
