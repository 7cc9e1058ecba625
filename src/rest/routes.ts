import type { Route } from './define-route.ts'
import { GET_COLUMNS } from './routes/columns.ts'
import { DELETIONS } from './routes/deletions.ts'
import { LIST_EVENTS } from './routes/events.ts'
import { LIST_PROCESSES } from './routes/processes.ts'
import { GET_RUN, LIST_LIVE_RUNS, LIST_RUNS } from './routes/runs.ts'
import { GET_STATS } from './routes/stats.ts'

/** The documented REST API: each route a document over the graph. */
export const ROUTES: readonly Route[] = [
  LIST_RUNS,
  LIST_LIVE_RUNS,
  GET_RUN,
  LIST_EVENTS,
  LIST_PROCESSES,
  GET_COLUMNS,
  GET_STATS,
  ...DELETIONS,
]
