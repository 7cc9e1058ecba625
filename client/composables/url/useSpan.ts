import { refDebounced } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import type { View } from '../../model/timeline/viewport.ts'
import { useQuery } from './useQuery.ts'

/** The URL changes once the part has not moved for this long, in milliseconds. */
const PAUSE_MS = 300

/** A part of a run's time, in milliseconds, kept in the URL as `?NAME=FROM-TO`; null for none. */
export function useSpan(name: string): ShallowRef<View | null> {
  const route = useRoute()
  const setQuery = useQuery()
  const { path } = route
  const [, from, to] = /^([\d.]+)-([\d.]+)$/.exec(String(route.query[name] ?? '')) ?? []
  const span = shallowRef<View | null>(
    Number(to) > Number(from) ? { from: Number(from), to: Number(to) } : null,
  )
  const short = (ms: number) => String(Math.round(ms * 1000) / 1000)
  watch(refDebounced(span, PAUSE_MS), (now) => {
    if (route.path === path) setQuery({ [name]: now ? `${short(now.from)}-${short(now.to)}` : undefined })
  })
  return span
}
