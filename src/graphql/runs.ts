import { deleteRuns, type Deletion } from '../services/deletion.ts'
import { pinRun } from '../services/pin.ts'
import { readStats, type Stats } from '../store/reads/stats.ts'
import { BadInput } from '../errors.ts'
import type { LabelFilter } from '../store/reads/run-filter.ts'
import {
  countRuns,
  pageOfRuns,
  positionOf,
  type RunOrder,
  type RunPosition,
} from '../store/reads/run-page.ts'
import { liveSince } from '../domain/liveness.ts'
import type { RunRow } from '../domain/model.ts'
import { builder } from './builder.ts'
import { keysetConnection, type Position } from './connection.ts'
import { audited } from './audited.ts'
import { PAGE_LIMIT } from './context.ts'
import { Run } from './refs.ts'
import { RunOutcomeEnum, RunStatus } from './run.ts'
import { MOST_WORDS, wordsOf } from './words.ts'

const RunOrderEnum = builder.enumType('RunOrder', {
  description: 'How runs are ordered.',
  values: {
    newest: { value: 'newest', description: 'By start time, the latest first.' },
    oldest: { value: 'oldest', description: 'By start time, the earliest first.' },
    slowest: { value: 'slowest', description: 'By duration, the longest first.' },
    fastest: { value: 'fastest', description: 'By duration, the shortest first.' },
  } satisfies { [Each in RunOrder]: { value: Each; description: string } },
})

const LabelFilterInput = builder.inputRef<LabelFilter>('LabelFilter').implement({
  description: 'A label that runs must have.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name.' }),
    value: t.string({ description: 'Any, if it is left out.' }),
  }),
})

/** A condition costs time for each run that is read. */
const MOST_LABELS = 20

builder.queryFields((t) => ({
  run: t.field({
    type: Run,
    nullable: true,
    description: 'A run; null if there is none of this id.',
    args: { id: t.arg({ type: 'UUID', required: true, description: 'Its id.' }) },
    resolve: async (_, { id }, { loaders }) => (await loaders.run.load(id)) ?? null,
  }),
  runs: t.connection(
    {
      type: Run,
      description: 'The runs that match all conditions, a page at a time.',
      args: {
        search: t.arg.string({
          description: 'Literal text in the command line or the working directory; case does not matter.',
        }),
        words: t.arg.string({
          description: `Words that a run must have, at most ${MOST_WORDS}: each in the command line, the working directory or a label, or at the beginning of the id. Case does not matter.`,
        }),
        status: t.arg({ type: [RunStatus], description: 'Only these; all without it.' }),
        outcome: t.arg({
          type: [RunOutcomeEnum],
          description: 'Only runs that stand or ended so; all without it.',
        }),
        labels: t.arg({
          type: [LabelFilterInput],
          description: `All of these; at most ${MOST_LABELS}.`,
        }),
        since: t.arg({ type: 'DateTime', description: 'Those that began then or later.' }),
        directory: t.arg.string({ description: 'Those with this working directory, or one below it.' }),
        idPrefix: t.arg.string({
          description: 'Those whose id begins so; hyphens and case do not matter.',
        }),
        order: t.arg({
          type: RunOrderEnum,
          required: true,
          defaultValue: 'newest',
          description: 'A cursor belongs to one order.',
        }),
      },
      resolve: (_, args, context) => {
        const { order, words, ...conditions } = args
        if ((conditions.labels?.length ?? 0) > MOST_LABELS)
          throw new BadInput(`labels: at most ${MOST_LABELS} can be asked for at once`)
        // Without duplicates, because a database does not accept thousands of conditions.
        const status = conditions.status && [...new Set(conditions.status)]
        const outcome = conditions.outcome && [...new Set(conditions.outcome)]
        const filter = {
          ...conditions,
          words: wordsOf(words),
          status,
          outcome,
          liveSince: liveSince(context.now(), context.liveTimeout),
        }
        return keysetConnection<RunRow>(
          context,
          args,
          order,
          2,
          (run) => [positionOf(run, order).key, run.id],
          async ({ after, before, inverted, limit }) => ({
            cut: false,
            rows: await pageOfRuns(context.store, filter, {
              order,
              inverted,
              limit,
              after: after && runPosition(after),
              before: before && runPosition(before),
            }),
          }),
          () => countRuns(context.store, filter),
        )
      },
    },
    { name: 'RunConnection' },
    { name: 'RunEdge' },
  ),
  liveRuns: t.field({
    type: [Run],
    description: `The builds that run now, newest first: at most ${PAGE_LIMIT}.`,
    deprecationReason: 'Use `runs(status: [running_live])`, which has pages and says whether there is more.',
    resolve: (_, __, { store, now, liveTimeout, caller }) =>
      pageOfRuns(
        store,
        { status: ['running_live'], liveSince: liveSince(now(), liveTimeout) },
        { order: 'newest', inverted: false, limit: caller.pageLimit },
      ),
  }),
  stats: t.field({
    type: StatsRef,
    description: 'Counts over all runs.',
    resolve: (_, __, { store, now, liveTimeout }) => readStats(store, liveSince(now(), liveTimeout)),
  }),
}))

const StatsRef = builder.objectRef<Stats>('Stats').implement({
  description: 'Counts over all runs.',
  fields: (t) => ({
    totalRuns: t.exposeInt('totalRuns', { description: 'Runs that are recorded.' }),
    liveBuilds: t.exposeInt('liveBuilds', {
      description: 'Number of live builds: they run, and the daemon hears from them.',
    }),
    byStatus: t.field({
      type: [StatusCount],
      description: 'By stored status: a live run counts as `running`. A status without runs may be absent.',
      resolve: (stats) => stats.byStatus,
    }),
    oldestRun: t.expose('oldestRun', {
      type: 'DateTime',
      nullable: true,
      description: 'When the earliest began; null without runs.',
    }),
    newestRun: t.expose('newestRun', {
      type: 'DateTime',
      nullable: true,
      description: 'When the latest began; null without runs.',
    }),
  }),
})

const StatusCount = builder.objectRef<Stats['byStatus'][number]>('StatusCount').implement({
  description: 'How many runs have a status.',
  fields: (t) => ({
    status: t.expose('status', { type: RunStatus, description: 'The status, as it is stored.' }),
    count: t.exposeInt('count', { description: 'How many runs have it.' }),
  }),
})

builder.mutationField('deleteRuns', (t) =>
  t.field({
    type: DeleteRunsPayload,
    description:
      'Deletes runs with all their events and processes. Each id that cannot be deleted is an entry in `errors`. Needs the scope `admin`.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: 'Run ids; one that is no UUID is reported as unknown.',
      }),
    },
    resolve: async (_, { ids }, context) => {
      const runs = ids.map(String)
      const { store, bus, now, liveTimeout } = context
      return await audited(context, 'delete', runs, async () => {
        const deletion = await deleteRuns(store, bus, runs, now(), liveTimeout)
        const outcome = `deleted ${deletion.deleted.length} of ${runs.length}`
        return { outcome, result: { ...deletion, totalRequested: runs.length } }
      })
    },
  }),
)

builder.mutationField('pinRun', (t) =>
  t.field({
    type: Run,
    description: 'Pins a run, so that retention leaves it alone, or lets it go. Needs the scope `admin`.',
    args: {
      id: t.arg({ type: 'UUID', required: true, description: 'Its id.' }),
      pinned: t.arg.boolean({ required: true, defaultValue: true, description: 'False lets it go.' }),
    },
    resolve: (_, { id, pinned }, context) =>
      audited(context, pinned ? 'pin' : 'unpin', [id], async () => ({
        outcome: 'done',
        result: await pinRun(context.store, context.bus, id, pinned, context.now()),
      })),
  }),
)

const DeleteRunsPayload = builder
  .objectRef<Deletion & { totalRequested: number }>('DeleteRunsPayload')
  .implement({
    description: 'The deleted runs, and the refused ones.',
    fields: (t) => ({
      deleted: t.expose('deleted', { type: ['UUID'], description: 'The ids of the deleted runs.' }),
      totalRequested: t.exposeInt('totalRequested', { description: 'How many ids were given.' }),
      errors: t.expose('errors', { type: [DeleteError], description: 'Why the others were not deleted.' }),
    }),
  })

const DeleteError = builder.objectRef<Deletion['errors'][number]>('DeleteError').implement({
  description: 'Why a run was not deleted.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id, as it was given.' }),
    code: t.string({
      description: 'NOT_FOUND, or CONFLICT for a live run.',
      resolve: ({ error }) => error.code,
    }),
    message: t.string({ description: 'A sentence that says why.', resolve: ({ error }) => error.message }),
  }),
})

const runPosition = ([key, id]: Position): RunPosition => ({ key: BigInt(key!), id: String(id) })
