import { refDebounced } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { useQuery } from './useQuery.ts'

/** Pause of the reader's typing before the URL changes, in milliseconds. */
const PAUSE_MS = 250

/**
 * A text that is kept in the URL as a parameter, and follows it back and forth.
 * @param resets parameters that are removed when it changes
 */
export function useQueryText(name: string, resets: readonly string[] = []): ShallowRef<string> {
  const route = useRoute()
  const setQuery = useQuery()
  const { path } = route
  const fromUrl = () => String(route.query[name] ?? '')
  const text = shallowRef(fromUrl())
  const settled = refDebounced(text, PAUSE_MS)
  watch(settled, (now) => {
    if (now !== fromUrl() && route.path === path)
      setQuery({ ...Object.fromEntries(resets.map((reset) => [reset, undefined])), [name]: now || undefined })
  })
  watch(
    () => route.query[name],
    () => {
      if (route.path === path && fromUrl() !== settled.value) text.value = fromUrl()
    },
  )
  return text
}
