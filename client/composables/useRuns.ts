import { tryOnScopeDispose } from '@vueuse/core'
import type { CombinedError } from '@urql/core'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { client } from '../urql.ts'
import {
  isLive,
  LIVE_RUNS,
  matches,
  place,
  RUNS,
  RUNS_CHANGED,
  type ListedRun,
  type RunFilter,
} from './runs.ts'
import { useConnection } from './useConnection.ts'
import { useSubscription } from './useSubscription.ts'

const PAGE = 50
/** The most that is read at once. */
const MOST = 200

const cursorAfter = (info: { hasNextPage: boolean; endCursor?: string | null }): string | null =>
  info.hasNextPage ? (info.endCursor ?? null) : null

/**
 * The runs that match a filter: live builds, and the others page by page, newest first.
 * Both follow the builds by subscription; after a lost connection they are read again.
 */
export function useRuns(filter: Ref<RunFilter>) {
  const live = shallowRef<readonly ListedRun[]>([])
  const ended = shallowRef<readonly ListedRun[]>([])
  const error = shallowRef<CombinedError>()
  const loading = shallowRef(true)
  const loaded = shallowRef(false)
  const next = shallowRef<string | null>(null)
  /** Answers to questions that are no longer asked are dropped. */
  let asked = 0

  const ask = async (after: string | null, first = PAGE) => {
    const { search, status } = filter.value
    const variables = { search: search || null, status: status && [status], first, after }
    return client.query(RUNS, variables, { requestPolicy: 'network-only' }).toPromise()
  }

  /** Reads the first page, or as much as was loaded; rows stay while it does. */
  const reload = async (first = PAGE): Promise<void> => {
    const question = ++asked
    loading.value = true
    const [runs, alive] = await Promise.all([
      ask(null, first),
      client.query(LIVE_RUNS, {}, { requestPolicy: 'network-only' }).toPromise(),
    ])
    if (question !== asked) return
    loading.value = false
    error.value = runs.error ?? alive.error
    if (alive.data) live.value = alive.data.liveRuns
    if (!runs.data) return
    loaded.value = true
    ended.value = runs.data.runs.nodes.filter((run) => run != null).filter((run) => !isLive(run))
    next.value = cursorAfter(runs.data.runs.pageInfo)
  }

  const loadMore = async (): Promise<void> => {
    const question = ++asked
    loading.value = true
    const { data, error: failure } = await ask(next.value)
    if (question !== asked) return
    loading.value = false
    error.value = failure
    if (!data) return
    for (const run of data.runs.nodes) if (run) ended.value = place(ended.value, run, !isLive(run))
    next.value = cursorAfter(data.runs.pageInfo)
  }

  const apply = (run: ListedRun): void => {
    live.value = place(live.value, run, isLive(run))
    // Older than what is loaded: it comes with its page.
    const oldest = ended.value.at(-1)
    const beyond = next.value && oldest && Date.parse(run.startTime) < Date.parse(oldest.startTime)
    ended.value = place(ended.value, run, !beyond && !isLive(run) && matches(run, filter.value))
  }

  /** Takes deleted runs out of the lists. */
  const remove = (ids: readonly string[]): void => {
    if (ids.length === 0) return
    live.value = live.value.filter(({ id }) => !ids.includes(id))
    ended.value = ended.value.filter(({ id }) => !ids.includes(id))
  }

  useSubscription(RUNS_CHANGED, {}, ({ runsChanged: { runs, deleted } }) => {
    runs.forEach(apply)
    remove(deleted)
  })
  const { off } = useConnection().onReconnected(
    () => void reload(Math.min(Math.max(PAGE, ended.value.length), MOST)),
  )
  tryOnScopeDispose(off)

  watch(filter, () => void reload(), { immediate: true })

  return {
    live: computed(() => live.value.filter((run) => matches(run, filter.value))),
    ended,
    error,
    loading,
    loaded,
    hasMore: computed(() => next.value !== null),
    reload,
    loadMore,
    remove,
  }
}
