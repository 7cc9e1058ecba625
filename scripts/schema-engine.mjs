import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Prisma's "no tables or enums are managed elsewhere". */
export const NO_FILTERS = { externalTables: [], externalEnums: [] }

/**
 * Opens Prisma's schema engine (WebAssembly, in this process, no download) on a driver adapter.
 * Needs an install: call it only after set-up.
 * @param {object} adapterFactory a migration-aware driver adapter factory, such as `PrismaBetterSqlite3`
 * @param {[path: string, content: string][]} datamodels Prisma schema files
 */
export async function openSchemaEngine(adapterFactory, datamodels) {
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const { SchemaEngine } = await loadEngine()
  return SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapterFactory))
}

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
