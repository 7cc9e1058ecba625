/** What a behaviour is shown on: endpoints by method and path; and whether the graph has the same. */
interface Shown {
  readonly on: readonly Endpoint[]
  readonly graph: boolean
}

/** The endpoints of the API reference. */
export const ENDPOINTS = [
  'GET /',
  'GET /api/runs',
  'GET /api/live',
  'GET /api/runs/{id}',
  'GET /api/runs/{id}/events',
  'GET /api/runs/{id}/processes',
  'GET /api/stats',
  'POST /api/live/submit',
  'DELETE /api/runs',
  'DELETE /api/runs/{id}',
  'POST /api/delete',
  'WS /ws/live',
  'WS /ws/runs/{id}',
] as const

export type Endpoint = (typeof ENDPOINTS)[number]

const SUBMIT = 'POST /api/live/submit'
const RUN = 'GET /api/runs/{id}'
const EVENTS = 'GET /api/runs/{id}/events'
const PROCESSES = 'GET /api/runs/{id}/processes'
const BULK = ['DELETE /api/runs', 'POST /api/delete'] as const

const both = (...on: Endpoint[]) => ({ on, graph: true }) as const
const rest = (...on: Endpoint[]) => ({ on, graph: false }) as const

/**
 * Every behaviour that the contract suite shows, in the order of the table in PROTOCOL.md. A test shows one by its
 * name (`behaves`), and fails if it does not call what is said here; `table.test.ts` holds the table to this list.
 */
export const BEHAVIOURS = {
  'a run is stored before the response, and reads back field by field': both(SUBMIT, RUN),
  'a second build_run updates the first': both(SUBMIT, RUN),
  'fields without a value are absent': both(RUN, EVENTS, PROCESSES),
  'null lists are empty lists': both(RUN, EVENTS),
  'null for a field means that it is absent': rest(SUBMIT, RUN),
  'times keep nanoseconds, and any offset is read': both(RUN, EVENTS),
  'the zero time is "not set"': rest(RUN, EVENTS, PROCESSES),
  'mem_usage above 2^53 stays whole': both(EVENTS, PROCESSES),
  'cpu_usage may pass 100': both(EVENTS, PROCESSES),
  'a retried event is stored once': both(SUBMIT, EVENTS),
  'an event of an unknown run is refused': both(SUBMIT),
  'a refused submission names the field, and stores nothing': rest(SUBMIT, RUN),
  'content types: a charset is fine, another type is 415': rest(SUBMIT, 'POST /api/delete'),
  'a body over its limit is 413': rest(SUBMIT, 'POST /api/delete'),
  'NDJSON: the valid lines are stored, the others named': rest(SUBMIT, EVENTS),
  'NDJSON: 400 if no line is valid, 413 for too many': rest(SUBMIT),
  'a build ends by its final build_run': both(RUN, 'GET /api/live', 'GET /api/runs'),
  'a build ends by build_complete, in either order with the final build_run': both(RUN),
  'late events are stored, and do not revive a run': both(RUN, EVENTS),
  'build_run with running revives a run that was given up': both(RUN, 'GET /api/live'),
  'a final status replaces the verdict of silence': both(RUN),
  'live runs are listed apart': both('GET /api/live', 'GET /api/runs'),
  'runs are newest first': both('GET /api/runs'),
  'search is literal, ignores case, over command line and directory': both('GET /api/runs'),
  'limit counts only runs that are not live, and defaults to 50': both('GET /api/runs'),
  'a limit that is not a positive whole number is 400': rest('GET /api/runs'),
  'lists are [] when empty': both('GET /api/runs', EVENTS, PROCESSES),
  'events are ordered by timestamp, ties by arrival': both(EVENTS),
  'long lists are complete': both(EVENTS, PROCESSES),
  'processes come out of events, by start time': both(PROCESSES),
  'later events fill in unknown values, and never empty known ones': both(PROCESSES),
  'a reused pid is another process': both(PROCESSES),
  'children are derived from the parent links': both(PROCESSES),
  'the placeholder of build_complete and build_crashed is not a process': both(EVENTS, PROCESSES),
  'a process submission alone makes a process': both(SUBMIT, PROCESSES),
  'statistics count by stored status': both('GET /api/stats'),
  'a run is deleted with its events and processes': both('DELETE /api/runs/{id}', RUN, EVENTS, PROCESSES),
  'a live run is not deleted': both('DELETE /api/runs/{id}', ...BULK),
  'an unknown run is not deleted': both('DELETE /api/runs/{id}', ...BULK),
  'bulk: counts, errors only if there are any, twice the same id is once': both(...BULK),
  'bulk: 200 if all are deleted, 206 if not, 400 without ids': rest(...BULK),
  'an id that is not a UUID is 404': both(RUN, EVENTS, PROCESSES, 'DELETE /api/runs/{id}'),
  'an unknown id is 404': both(RUN, EVENTS, PROCESSES, 'DELETE /api/runs/{id}'),
  'another method is 405 with Allow': rest(
    'GET /',
    'GET /api/runs',
    'GET /api/live',
    RUN,
    EVENTS,
    PROCESSES,
    'GET /api/stats',
    SUBMIT,
    'POST /api/delete',
  ),
  'HEAD is GET without a body': rest(
    'GET /',
    'GET /api/runs',
    'GET /api/live',
    RUN,
    EVENTS,
    PROCESSES,
    'GET /api/stats',
  ),
  'errors are JSON with a sentence': rest(RUN, 'GET /api/runs', SUBMIT),
  'the dashboard is a page': rest('GET /'),
  'a socket sends the events so far, then those to come': both('WS /ws/runs/{id}'),
  'a client that connects during a build gets each event once': both('WS /ws/runs/{id}'),
  'a socket of an unknown run is refused with 404': rest('WS /ws/runs/{id}'),
  'the first message is the initial state, of at most 10 runs': rest('WS /ws/live'),
  'events of all runs arrive as they are stored': both('WS /ws/live'),
  'a client that connects during a build gets all later events': both('WS /ws/live'),
  'a socket is closed with 1000 when its run is deleted': rest('WS /ws/runs/{id}'),
  'messages from clients are ignored': rest('WS /ws/live', 'WS /ws/runs/{id}'),
} as const satisfies Record<string, Shown>

export type Behaviour = keyof typeof BEHAVIOURS
