import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { Analyst } from '../../src/analysis/analyst.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { Bus } from '../../src/live/bus.ts'
import { createGraph } from '../../src/server/graphql/graph.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { openStore } from '../../src/store/store.ts'
import { placeOf, temporaryDirectory } from './database.ts'

/** A store with its statements, and its ingest. */
export async function countedStore() {
  const statements: string[] = []
  const store = await openStore(placeOf(await temporaryDirectory()), (sql) => statements.push(sql))
  onTestFinished(() => store.close())
  // The purge that every start begins reads as well.
  await store.purge.idle()
  const bus = new Bus()
  const ingest = new Ingest(store, bus, Date.now)
  return { store, bus, ingest, statements }
}

/** The same with a graph over it. */
export async function countedGraph() {
  const { store, bus, ingest, statements } = await countedStore()
  const analyst = new Analyst(store.rows)
  onTestFinished(() => analyst.close())
  const eventLog = new EventLog(store)
  const services = { store, bus, eventLog, analyst, ingest, now: Date.now, liveTimeout: 30_000 }
  return { graph: createGraph(services, pino({ level: 'silent' })), ingest, statements }
}
