import type { Logger } from 'pino'
import { isUnavailable } from '../../errors.ts'
import { graphql } from '../../gql/rest/gql.ts'
import { noSuchRun } from '../define-route.ts'
import { dataOf, documentOf, refusedBy, type LiveGraph } from '../graph.ts'
import { idOf, type Input } from '../input.ts'
import { print } from '../print.ts'
import type { Row } from '../row.ts'
import { stream, type Peer } from '../stream.ts'
import { runOf } from './runs.ts'

/** A WebSocket of the documented API. */
interface SocketRow extends Row {
  readonly method: 'WS'
  /**
   * @returns a function that uses the socket once it is open
   * @throws BuildSpyError, before the handshake, with the reason for a refusal
   */
  readonly open: (
    graph: LiveGraph,
    log: Logger,
    params: Input['params'],
  ) => Promise<(peer: Peer) => Promise<void>>
}

/** Runs in the first message of `/ws/live`. */
const INITIAL_RUNS = 10

const INITIAL = documentOf(
  graphql(`
    query Initial($first: Int!) {
      liveRuns {
        ...RunFields
      }
      runs(status: [running, completed, failed], first: $first) {
        nodes {
          ...RunFields
        }
      }
    }
  `),
)

const LIVE = documentOf(
  graphql(`
    subscription Live {
      batch: liveEvents {
        events {
          line
        }
      }
    }
  `),
)

const EXISTS = documentOf(
  graphql(`
    query Exists($id: UUID!) {
      run(id: $id) {
        id
      }
    }
  `),
)

const OF_RUN = documentOf(
  graphql(`
    subscription Run($id: UUID!) {
      batch: runEvents(runId: $id) {
        events {
          line
        }
      }
    }
  `),
)

export const SOCKETS: readonly SocketRow[] = [
  {
    // The live runs and the latest others, then each event of any run as it is committed.
    method: 'WS',
    path: '/ws/live',
    access: 'read',
    open: async (graph, log) => (peer) =>
      stream(graph, log, peer, LIVE, {}, async () => {
        const { liveRuns, runs } = dataOf(await graph.query(INITIAL, { first: INITIAL_RUNS }))
        const latest = [...liveRuns, ...runs.nodes].slice(0, INITIAL_RUNS)
        return print({ type: 'initial_state', data: latest.map(runOf) })
      }),
  },
  {
    // Every event of the run so far, then those to come.
    method: 'WS',
    path: '/ws/runs/:id',
    access: 'read',
    async open(graph, log, params) {
      const id = idOf({ params })
      const { data, errors } = await graph.query(EXISTS, { id })
      const unavailable = errors?.find(isUnavailable)
      if (unavailable) throw refusedBy(unavailable)
      if (!data?.run) throw noSuchRun({ params })
      return (peer) => stream(graph, log, peer, OF_RUN, { id })
    },
  },
]
