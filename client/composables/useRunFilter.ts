import { refDebounced } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { RunFilter, RunRow } from './runs.ts'

const STATUSES: readonly string[] = [
  'running',
  'running_live',
  'completed',
  'failed',
] satisfies RunRow['status'][]
/** How long the typist pauses before the list is asked for. */
const PAUSE_MS = 200

/** The filter of the list of runs, kept in the URL as `?q&status`. */
export function useRunFilter() {
  const route = useRoute()
  const router = useRouter()
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const fromUrl = (): RunFilter => {
    const status = text(route.query['status'])
    return {
      search: text(route.query['q']),
      status: STATUSES.includes(status) ? (status as RunRow['status']) : null,
    }
  }
  const search = ref(fromUrl().search)
  const status = ref(fromUrl().status)
  const settled = refDebounced(search, PAUSE_MS)

  // Back and forward change the URL; what is typed changes it after a pause.
  watch(
    () => route.query,
    () => {
      if (route.name !== 'runs') return
      const { search: q, status: s } = fromUrl()
      if (q !== settled.value) search.value = q
      status.value = s
    },
  )
  watch([settled, status], ([q, s]) => {
    void router.replace({ query: { ...(q && { q }), ...(s && { status: s }) } })
  })

  const filter = computed((): RunFilter => ({ search: settled.value.trim(), status: status.value }))
  return { search, status, filter }
}
