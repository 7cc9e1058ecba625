import { onTestFinished } from 'vitest'
import { startPostgresql } from '../../../scripts/postgresql.mjs'
import { startBalancer } from '../../support/balancer.ts'
import { clientOf } from '../../support/daemon.ts'
import { temporaryDirectory } from '../../support/database.ts'
import { startRedis } from '../../support/redis.ts'
import { spawnDaemon } from '../../support/spawned.ts'

/** Two daemons on a PostgreSQL and a Redis of their own, behind a balancer. */
export async function startCluster(...flags: string[]) {
  const [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()])
  onTestFinished(postgresql.stop)
  const settings = ['--database-url', postgresql.urlOf('postgres'), '--redis-url', redis.url, ...flags]
  const start = async () => spawnDaemon('--data', await temporaryDirectory(), ...settings)
  // At once: one of them makes the tables, and the other waits.
  const daemons = await Promise.all([start(), start()])
  const urls = daemons.map((daemon) => daemon.url)
  const url = await startBalancer(urls)
  return {
    url,
    ...clientOf(url),
    daemons,
    postgresql,
    redis,
    /** Kills a daemon, and starts another in its place. */
    async replace(place: 0 | 1): Promise<void> {
      daemons[place].child.kill('SIGKILL')
      await daemons[place].exited
      daemons[place] = await start()
      urls[place] = daemons[place].url
    },
  }
}
