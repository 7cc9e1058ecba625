import { resolve } from 'node:path'
import { readConfig } from './config.ts'
import { Misconfigured } from './errors.ts'
import { backUp, restore } from './store/sqlite/backup.ts'

/**
 * Runs `buildspyd backup FILE` or `buildspyd restore FILE`.
 * @param args the arguments after the command
 * @returns a sentence about the result
 * @throws Misconfigured with advice
 */
export async function copyDatabase(
  command: 'backup' | 'restore',
  [name, ...args]: readonly string[],
): Promise<string> {
  if (!name || name.startsWith('-'))
    throw new Misconfigured(`Name a file: buildspyd ${command} FILE [--data DIR] [--force].`)
  const config = readConfig(args.filter((arg) => arg !== '--force'))
  if (typeof config === 'string') throw new Misconfigured('See buildspyd --help.')
  if (config.databaseUrl)
    throw new Misconfigured(
      `PostgreSQL has its own tools for that: pg_dump and pg_restore (docs/operations.md).`,
    )
  const [file, force] = [resolve(name), args.includes('--force')]
  const { builds, bytes } =
    command === 'backup' ? await backUp(config.data, file, force) : await restore(file, config.data, force)
  const [from, to] = command === 'backup' ? [config.data, file] : [file, config.data]
  return `Copied ${builds} build${builds === 1 ? '' : 's'} (${(bytes / 1e6).toFixed(1)} MB) from ${from} to ${to}`
}
