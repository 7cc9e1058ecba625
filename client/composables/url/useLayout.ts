import { computed, type WritableComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import type { Layout } from '../../model/timeline/lanes.ts'
import { useQuery } from './useQuery.ts'

/** The layout of the timeline, kept in the URL as `?layout`. */
export function useLayout(): WritableComputedRef<Layout> {
  const route = useRoute()
  const setQuery = useQuery()
  return computed({
    get: () => (route.query['layout'] === 'packed' ? 'packed' : 'tree'),
    set: (layout) => setQuery({ layout: layout === 'packed' ? layout : undefined }),
  })
}
