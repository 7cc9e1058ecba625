import '../production.ts'
import { execute, GraphQLError, parse } from 'graphql'
import { Analyst } from '../analysis/analyst.ts'
import { BuildSpyError } from '../errors.ts'
import { createContext, restCaller, type SharedServices } from '../graphql/context.ts'
import { schema } from '../graphql/schema.ts'
import { Bus } from '../live/bus.ts'
import { EventLog } from '../live/event-log.ts'
import { RecentRuns } from '../live/recent-runs.ts'
import { Ingest } from '../services/ingest.ts'
import { runningRuns, sweep } from '../services/sweep.ts'
import { IN_MEMORY, openStore } from '../store/store.ts'
import { RecordClock } from './record-clock.ts'
import { readLines, type TakenLine } from './read-lines.ts'

/** What the graph answers to an operation, as a daemon sends it. */
export interface GraphAnswer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** Recorded runs in memory, with the graph that a daemon has over its own. */
export interface Records {
  /**
   * Stores lines of a record.
   * @returns what became of each: the id of its run, or why it was refused
   */
  take(lines: readonly string[]): Promise<readonly TakenLine[]>
  /**
   * Ends the runs whose end is in no line, as the daemon ends a run that fell silent: with their last event.
   * @returns their ids
   */
  endCutRuns(): Promise<readonly string[]>
  /** Executes an operation of the graph that reads. */
  execute(document: string, variables: unknown): Promise<GraphAnswer>
  close(): Promise<void>
}

/**
 * Opens an empty set of records. It stores, folds and answers with the daemon's own code, so a record file means the same to
 * every command, whether a daemon has imported it or not.
 */
export async function openRecords(): Promise<Records> {
  const store = await openStore(IN_MEMORY)
  const clock = new RecordClock()
  const now = () => clock.now
  const bus = new Bus()
  const ingest = new Ingest(store, bus, now)
  const analyst = new Analyst(store.rows)
  const services: SharedServices = {
    store,
    bus,
    ingest,
    analyst,
    eventLog: new EventLog(store),
    recentRuns: new RecentRuns(store, now),
    now,
    liveTimeout: 0,
  }
  const caller = restCaller(new Set(['read']))
  return {
    take: (lines) => readLines(ingest, clock, lines),
    endCutRuns: async () => sweep(store, bus, await runningRuns(store), now()),
    async execute(document, variables) {
      const { data, errors } = await execute({
        schema,
        document: parse(document),
        variableValues: variables as Record<string, unknown>,
        contextValue: createContext(services, caller),
      })
      // What JSON cannot say, and timelines, become what a daemon sends.
      return JSON.parse(JSON.stringify({ data, ...(errors && { errors: errors.map(shown) }) })) as GraphAnswer
    },
    async close() {
      await analyst.close()
      await ingest.idle()
      bus.close()
      await store.close()
    },
  }
}

/** An error with the code that a daemon gives it. A defect is thrown: there is no other client to hide it from. */
function shown({ message, originalError, extensions }: GraphQLError) {
  if (originalError instanceof BuildSpyError) return { message, extensions: { code: originalError.code } }
  if (originalError && !(originalError instanceof GraphQLError)) throw originalError
  return { message, extensions }
}
