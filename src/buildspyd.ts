#!/usr/bin/env node
import './production.ts'
import { createRequire } from 'node:module'
import { readConfig } from './config.ts'
import { visible } from './domain/analysis/visible.ts'
import { Misconfigured } from './errors.ts'
import { USAGE } from './flags.ts'

/**
 * The daemon's command: configuration, start, signals; or a copy of its database. Exits 2 for a setting that keeps it from
 * starting, or a copy that cannot be made.
 */
async function main(): Promise<void> {
  try {
    const [command, ...rest] = process.argv.slice(2)
    if (command === 'backup' || command === 'restore') {
      const { copyDatabase } = await import('./backup.ts')
      process.stdout.write(`${visible(await copyDatabase(command, rest))}\n`)
    } else await serve(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error
    process.stderr.write(`buildspyd: ${visible(error.message)}\n`)
    process.exit(2)
  }
}

async function serve(args: string[]): Promise<void> {
  const config = readConfig(args)
  if (config === 'help') process.stdout.write(USAGE)
  else if (config === 'version') {
    const { version } = createRequire(import.meta.url)('../package.json') as { version: string }
    process.stdout.write(`${version}\n`)
  } else {
    const { startDaemon } = await import('./daemon.ts')
    const daemon = await startDaemon(config)
    process.stdout.write(`BuildSpy is at ${daemon.url}\n`)
    const stop = () => void daemon.close().then(() => process.exit(0))
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  }
}

void main()
