import { spawn } from 'node:child_process'
import { startPostgresql } from '../../scripts/postgresql.mjs'
import { end, freePort, whenReady } from '../../scripts/server-process.mjs'
import { scratch, startDaemon, type Daemon } from './daemon.ts'
import type { Bench } from './row.ts'

/** A PostgreSQL server of its own for a row, as durable as one in use: each commit waits for the disk. */
export async function startDatabase(bench: Bench): Promise<{ url: string }> {
  const server = await startPostgresql({ settings: ['fsync=on', 'synchronous_commit=on'] })
  bench.defer(server.stop)
  return { url: server.urlOf('postgres') }
}

/** So many daemons on one database and one Redis. */
export async function startDaemons(bench: Bench, databaseUrl: string, count: number): Promise<Daemon[]> {
  const port = await freePort()
  const redis = spawn('redis-server', ['--port', String(port), '--save', ''])
  await whenReady(redis, redis.stdout, 'Ready to accept connections')
  bench.defer(() => end(redis, 'SIGKILL'))
  const flags = ['--database-url', databaseUrl, '--redis-url', `redis://127.0.0.1:${port}`]
  return Promise.all(Array.from({ length: count }, () => startDaemon(bench, scratch(bench), ...flags)))
}
