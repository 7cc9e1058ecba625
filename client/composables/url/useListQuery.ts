import { computed, type ComputedRef, type Ref } from 'vue'
import { LARGEST_FIRST, SORT_KEYS, type ListQuery, type SortKey } from '../../model/processes/process-list.ts'
import { SHOWN } from '../../model/processes/process-search.ts'
import { useQueryChoice } from './useQueryChoice.ts'
import { useQueryText } from './useQueryText.ts'

/** What the table of processes shows and in what order, kept in the URL as `?filter&show&sort&order`. */
export function useListQuery(): {
  /** As it is typed. */
  search: Ref<string>
  show: Ref<ListQuery['show']>
  query: ComputedRef<ListQuery>
  sortBy: (key: SortKey) => void
} {
  const search = useQueryText('filter')
  const show = useQueryChoice('show', SHOWN, 'all')
  const sort = useQueryChoice('sort', SORT_KEYS, 'start')
  const order = useQueryChoice('order', ['usual', 'reverse'], 'usual')
  const query = computed(() => ({
    search: search.value,
    show: show.value,
    sort: sort.value,
    descending: LARGEST_FIRST.includes(sort.value) !== (order.value === 'reverse'),
  }))
  /** Sorts by a column; asked again, the other way round. */
  const sortBy = (key: SortKey): void => {
    order.value = key === sort.value && order.value === 'usual' ? 'reverse' : 'usual'
    sort.value = key
  }
  return { search, show, query, sortBy }
}
