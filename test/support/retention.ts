import { onTestFinished } from 'vitest'
import { Ingest } from '../../src/services/ingest.ts'
import { retain, type Keep } from '../../src/services/retention.ts'
import { Bus } from '../../src/live/bus.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { placeOf, temporaryDirectory } from './database.ts'
import { simulateBuild } from './simulated-build.ts'

export const DAY = 86_400_000
export const LIVE = 30_000
/** Long after everything in these tests was received, so that nothing is live unless it is heard from then. */
export const LATER = Date.now() + 365 * DAY

/** A store with builds of any age, and what retention leaves of them. */
export async function storeOfBuilds() {
  const data = await temporaryDirectory()
  const store = await openStore(placeOf(data))
  onTestFinished(() => store.close())
  const bus = new Bus()
  const ingest = new Ingest(store, bus, Date.now)
  const late = new Ingest(store, bus, () => LATER)
  /** Stores a build that began so many days before `LATER`. */
  const build = async (daysAgo: number, processes = 10): Promise<string> => {
    const build = simulateBuild({ processes, start: LATER - daysAgo * DAY })
    const submissions = [...build.submissions]
    for (let at = 0; at < submissions.length; at += 1000)
      await ingest.submit(submissions.slice(at, at + 1000).map(checkSubmission), 0)
    return build.run.id
  }
  const kept = async (keep: Keep): Promise<string[]> => {
    await retain({ store, bus, keep, liveTimeout: LIVE, now: () => LATER })
    const runs = await store.reader.run.findMany({ orderBy: { startTime: 'desc' }, select: { id: true } })
    return runs.map(({ id }) => id)
  }
  return { store, bus, data, ingest, late, build, kept }
}
