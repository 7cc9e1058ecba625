import { tryOnScopeDispose } from '@vueuse/core'
import type { CombinedError } from '@urql/core'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { client } from '../daemon/graph-client.ts'
import { noteRuns } from '../daemon/known-runs.ts'
import {
  compareBy,
  isLive,
  matches,
  place,
  searchWords,
  variablesOf,
  type ListedRun,
  type RunPage,
} from '../model/runs/run-list.ts'
import { LIVE_RUNS, RUNS, RUNS_CHANGED } from '../documents/runs.ts'
import { useConnection } from './useConnection.ts'
import { useSubscription } from './useSubscription.ts'

/** How many runs a page has. */
const PAGE = 50

/**
 * The live builds that match a filter, and a page of the others. Both follow the builds by subscription, and are read again
 * after a reconnection.
 */
export function useRuns(page: Readonly<Ref<RunPage>>) {
  const live = shallowRef<readonly ListedRun[]>([])
  const ended = shallowRef<readonly ListedRun[]>([])
  const error = shallowRef<CombinedError>()
  const loading = shallowRef(true)
  const loaded = shallowRef(false)
  /** The cursor of the next page. */
  const next = shallowRef<string | null>(null)

  /** Reads the page. The old rows stay meanwhile. */
  const reload = async (): Promise<void> => {
    const asked = page.value
    const { search, status, sort: order, after } = asked
    const variables = { words: searchWords(search), ...variablesOf(status), order, first: PAGE, after }
    loading.value = true
    const [runs, alive] = await Promise.all([
      client.query(RUNS, variables, { requestPolicy: 'network-only' }).toPromise(),
      client.query(LIVE_RUNS, {}, { requestPolicy: 'network-only' }).toPromise(),
    ])
    // Drops the answer to an old question.
    if (asked !== page.value) return
    loading.value = false
    error.value = runs.error ?? alive.error
    if (alive.data) live.value = alive.data.runs.nodes
    noteRuns([...(alive.data?.runs.nodes ?? []), ...(runs.data?.runs.nodes ?? [])])
    if (!runs.data) return
    loaded.value = true
    const { nodes, pageInfo } = runs.data.runs
    ended.value = nodes.filter((run) => run != null).filter((run) => !isLive(run))
    next.value = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null
  }

  /** Whether a run belongs on this page, and not on one before or after it. */
  const isHere = (run: ListedRun): boolean => {
    const { sort, after } = page.value
    const compare = compareBy(sort)
    const first = ended.value[0]
    const last = ended.value.at(-1)
    return !(after && first && compare(run, first) < 0) && !(next.value && last && compare(run, last) > 0)
  }

  const apply = (run: ListedRun): void => {
    live.value = place(live.value, run, isLive(run))
    const here = ended.value.some(({ id }) => id === run.id)
    const belongs = !isLive(run) && matches(run, page.value, here) && isHere(run)
    ended.value = place(ended.value, run, belongs, page.value.sort)
  }

  /** Removes deleted runs from the lists. */
  const remove = (ids: readonly string[]): void => {
    if (ids.length === 0) return
    live.value = live.value.filter(({ id }) => !ids.includes(id))
    ended.value = ended.value.filter(({ id }) => !ids.includes(id))
  }

  useSubscription(RUNS_CHANGED, {}, ({ runsChanged: { runs, deleted } }) => {
    noteRuns(runs)
    runs.forEach(apply)
    remove(deleted)
  })
  tryOnScopeDispose(useConnection().onReconnected(() => void reload()).off)
  watch(page, () => void reload(), { immediate: true })

  return {
    live: computed(() => live.value.filter((run) => matches(run, page.value))),
    ended,
    error,
    loading,
    loaded,
    next,
    reload,
    remove,
  }
}
