import { createClient } from 'graphql-ws'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { statusOf } from '../../../src/errors.ts'
import { Refused, stream, type Api, type BulkDeletion, type Event, type Process, type Run } from './api.ts'
import { toGraphInput } from './graph-input.ts'

const RUN = `fragment R on Run { id command args start_time: startTime end_time: endTime status exit_code: exitCode
  working_dir: workingDir process_count: processCount duration }`
const PROCESS = `pid ppid name cmdline: commandLine start_time: startTime end_time: endTime cpu_usage: cpuUsage
  mem_usage: memory status`
const EVENT = `fragment E on BuildEvent { id build_run_id: runId timestamp type
  process: snapshot { build_run_id: buildRunId ${PROCESS} children } }`

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it asked for
type Data = any
interface Result {
  data?: Data
  errors?: readonly { message: string; path?: unknown; extensions?: { code?: string } }[]
}

/** Leaves out what is null, and writes byte counts as digits, as the wire's objects have them. */
const wire = <T>(value: Data): T =>
  JSON.parse(JSON.stringify(value), (key, field) => {
    if (key === 'mem_usage') return String(field)
    return field ?? undefined
  }) as T

/** The API through the graph. */
export function graphApi(url: string): Api {
  const read = ({ data, errors }: Result) => {
    if (!errors) return data
    const [{ message, path, extensions }] = errors as [NonNullable<Result['errors']>[number]]
    // A variable that does not fit has no path and no code of ours: an id that is no UUID.
    const misfit = !path && extensions?.code !== 'BAD_USER_INPUT' ? 404 : 400
    throw new Refused(statusOf(extensions?.code) === 500 ? misfit : statusOf(extensions?.code), message)
  }
  const ask = async (query: string, variables: object = {}): Promise<Data> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return read((await response.json()) as Result)
  }
  /** All nodes of a connection, page by page. */
  const all = async (field: 'events' | 'processes', nodes: string, id: string): Promise<Data[]> => {
    const found: Data[] = []
    for (let after: string | null = null; ;) {
      const query = `query ($id: UUID!, $after: String) { run(id: $id) {
        ${field}(first: 200, after: $after) { nodes { ${nodes} } pageInfo { hasNextPage endCursor } } } }
        ${nodes === '...E' ? EVENT : ''}`
      const { run } = await ask(query, { id, after })
      if (!run) throw new Refused(404, 'no such run')
      found.push(...run[field].nodes)
      if (!run[field].pageInfo.hasNextPage) return found
      after = run[field].pageInfo.endCursor
    }
  }
  const subscribe = async (query: string, variables: Record<string, unknown>, field: string) => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    })
    onTestFinished(async () => void (await client.dispose()))
    const results = client.iterate<Data>({ query, variables })
    async function* events() {
      for await (const result of results) yield* wire<Event[]>(read(result as Result)[field].events)
    }
    return stream(events())
  }
  const deleteRuns = async (ids: string[]) => {
    const query = `mutation ($ids: [ID!]!) { deleteRuns(ids: $ids) { deleted totalRequested errors { code message } } }`
    return (await ask(query, { ids })).deleteRuns as {
      deleted: string[]
      totalRequested: number
      errors: { code: string; message: string }[]
    }
  }
  const known = (run: Data) => {
    if (run) return wire<Run>(run)
    throw new Refused(404, 'no such run')
  }

  return {
    async submit(...submissions) {
      const query = `mutation ($submissions: [SubmissionInput!]!) {
        submit(submissions: $submissions) { accepted rejected { code message } } }`
      for (let at = 0; at < submissions.length; at += 100) {
        const part = submissions.slice(at, at + 100).map(toGraphInput)
        const [error] = (await ask(query, { submissions: part })).submit.rejected
        if (error) throw new Refused(statusOf(error.code), error.message)
      }
    },
    async runs({ search, limit } = {}) {
      const query = `query ($search: String, $first: Int) {
        runs(search: $search, first: $first, status: [running, completed, failed]) { nodes { ...R } } } ${RUN}`
      return wire<Run[]>((await ask(query, { search, first: limit })).runs.nodes)
    },
    live: async () => wire<Run[]>((await ask(`{ liveRuns { ...R } } ${RUN}`)).liveRuns),
    run: async (id) => known((await ask(`query ($id: UUID!) { run(id: $id) { ...R } } ${RUN}`, { id })).run),
    events: async (id) => wire<Event[]>(await all('events', '...E', id)),
    async processes(id) {
      const nodes = await all('processes', `build_run_id: runId ${PROCESS} children { pid }`, id)
      return wire<Process[]>(
        nodes.map((node) => ({ ...node, children: node.children.map((child: Data) => child.pid) })),
      )
    },
    async stats() {
      const { stats } = await ask('{ stats { totalRuns liveBuilds byStatus { status count } } }')
      return {
        total_runs: stats.totalRuns,
        live_builds: stats.liveBuilds,
        by_status: Object.fromEntries(stats.byStatus.map((each: Data) => [each.status, each.count])),
      }
    },
    async delete(id) {
      const [error] = (await deleteRuns([id])).errors
      if (error) throw new Refused(statusOf(error.code), error.message)
    },
    deleteMany: (...lists) =>
      Promise.all(
        lists.map(async (ids): Promise<BulkDeletion> => {
          const { deleted, totalRequested, errors } = await deleteRuns(ids)
          return {
            deleted_count: deleted.length,
            total_requested: totalRequested,
            ...(errors.length && { errors: errors.map(({ message }) => message) }),
          }
        }),
      ),
    follow: (id) =>
      subscribe(
        `subscription ($id: UUID!) { runEvents(runId: $id) { events { ...E } } } ${EVENT}`,
        { id },
        'runEvents',
      ),
    followAll: () => subscribe(`subscription { liveEvents { events { ...E } } } ${EVENT}`, {}, 'liveEvents'),
  }
}
