import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Layout } from '../components/timeline/lanes.ts'

/** How the timeline is laid out, kept in the URL as `?layout`. */
export function useLayout(): WritableComputedRef<Layout> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => (route.query['layout'] === 'packed' ? 'packed' : 'tree'),
    set(layout) {
      const { layout: _, ...query } = route.query
      void router.replace({ query: { ...query, ...(layout === 'packed' && { layout }) } })
    },
  })
}
