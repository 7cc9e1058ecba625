import { refDebounced } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { View } from '../components/timeline/viewport.ts'

/** The URL changes when the view has stood still for this long. */
const PAUSE_MS = 300

/** What part of a timeline is seen, kept in the URL as `?t=FROM-TO`, in milliseconds; null for all of it. */
export function useView(): ShallowRef<View | null> {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  const [, from, to] = /^([\d.]+)-([\d.]+)$/.exec(String(route.query['t'] ?? '')) ?? []
  const view = shallowRef<View | null>(
    Number(to) > Number(from) ? { from: Number(from), to: Number(to) } : null,
  )
  watch(refDebounced(view, PAUSE_MS), (now) => {
    if (route.path !== path) return
    const { t: _, ...query } = route.query
    const short = (ms: number) => String(Math.round(ms * 1000) / 1000)
    void router.replace({ query: { ...query, ...(now && { t: `${short(now.from)}-${short(now.to)}` }) } })
  })
  return view
}
