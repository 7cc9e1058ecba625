import { NotFound } from '../errors.ts'
import { markPlace, tailAllEvents } from '../live/tail-all.ts'
import type { RunsChange } from '../live/recent-runs.ts'
import { tailEvents, tailRuns } from '../live/tail.ts'
import type { ReadEvent } from '../store/reads/event-page.ts'
import { builder } from './builder.ts'
import { BuildEvent, Run } from './refs.ts'

builder.subscriptionField('runEvents', (t) =>
  t.field({
    type: RunEventBatch,
    description:
      "A run's events with a sequence above `after`, in batches, in order, none twice: those stored, then those to " +
      'come. To resume after a lost connection, subscribe after the last `seq` seen. Ends when the run is deleted.',
    args: {
      runId: t.arg({ type: 'UUID', required: true, description: 'The id of the run.' }),
      after: t.arg.int({
        required: true,
        defaultValue: 0,
        description: 'A sequence; 0 stands before the first.',
      }),
    },
    subscribe: async (_, { runId, after }, { eventLog, bus, loaders }) => {
      if (!(await loaders.run.load(runId))) throw new NotFound(`There is no run ${runId}`)
      return abortable((signal) => tailEvents(eventLog, bus, runId, after, signal))
    },
    resolve: (events) => events,
  }),
)

const RunEventBatch = builder.objectRef<readonly ReadEvent[]>('RunEventBatch').implement({
  description: 'Events of one run that follow each other, at most 500.',
  fields: (t) => ({
    seq: t.int({
      description: 'Sequence of the last event: resume after it.',
      resolve: (events) => events.at(-1)!.seq,
    }),
    events: t.field({
      type: [BuildEvent],
      description: 'In the order of arrival.',
      resolve: (events) => events,
    }),
    run: t.field({
      type: Run,
      description: 'Their run, as it stands now.',
      resolve: async (events, _, { loaders }) => (await loaders.run.load(events[0]!.runId))!,
    }),
  }),
})

builder.subscriptionField('liveEvents', (t) =>
  t.field({
    type: RunEventBatch,
    description:
      'The events of all runs from now on, as they are stored, in batches of one run; none twice, none missing.',
    subscribe: async (_, __, { store, eventLog, recentRuns, bus, now }) => {
      const place = await markPlace(store, now())
      return abortable((signal) => tailAllEvents(store, eventLog, recentRuns, bus, place, signal))
    },
    resolve: (events) => events,
  }),
)

builder.subscriptionField('runsChanged', (t) =>
  t.field({
    type: RunsChangeRef,
    description: 'Runs that began, changed or were deleted, at most four messages a second.',
    subscribe: (_, __, { recentRuns, bus }) => abortable((signal) => tailRuns(recentRuns, bus, signal)),
    resolve: (change) => change,
  }),
)

const RunsChangeRef = builder.objectRef<RunsChange>('RunsChange').implement({
  description: 'Changes of runs.',
  fields: (t) => ({
    runs: t.expose('runs', { type: [Run], description: 'Those that began or changed, as they stand now.' }),
    deleted: t.expose('deleted', { type: ['UUID'], description: 'The ids of deleted runs.' }),
  }),
})

/**
 * Lets a subscription end a generator at once. `return()` alone would wait for the generator's pending step, which
 * may wait for a hint that never comes.
 */
function abortable<T>(start: (signal: AbortSignal) => AsyncGenerator<T>): AsyncGenerator<T> {
  const controller = new AbortController()
  const source = start(controller.signal)
  const end = source.return.bind(source)
  source.return = (value) => {
    controller.abort()
    return end(value)
  }
  return source
}
