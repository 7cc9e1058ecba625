import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { ORDERS, WANTED_RUNS, type RunOrder, type RunPage } from '../../model/runs/run-list.ts'
import { useQuery } from './useQuery.ts'
import { useQueryText } from './useQueryText.ts'

/** The page of the run list, kept in the URL as `?q&status&sort&after`. A change of the filter returns to the first page. */
export function useRunFilter() {
  const route = useRoute()
  const setQuery = useQuery()
  const one = <Value extends string>(name: string, values: readonly Value[]): Value | null =>
    values.find((value) => value === route.query[name]) ?? null

  const page: ComputedRef<RunPage> = computed((before?: RunPage) => {
    // The next page in the history has a query of its own.
    if (route.name !== 'runs' && before) return before
    const { q, after } = route.query
    return {
      search: typeof q === 'string' ? q.trim() : '',
      status: one('status', WANTED_RUNS),
      sort: one('sort', ORDERS) ?? 'newest',
      after: typeof after === 'string' ? after : null,
    }
  })
  const search = useQueryText('q', ['after'])
  const status = computed({
    get: () => page.value.status,
    set: (status) => setQuery({ status: status ?? undefined, after: undefined }),
  })
  const sort = computed({
    get: () => page.value.sort,
    set: (sort: RunOrder) => setQuery({ sort: sort === 'newest' ? undefined : sort, after: undefined }),
  })
  return { search, status, sort, page }
}
