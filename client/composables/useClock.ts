import { useIntervalFn } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { serverNow } from '../daemon/server-clock.ts'

/** The daemon's time in milliseconds since 1970, once a second. */
export function useClock(): Readonly<ShallowRef<number>> {
  const now = shallowRef(serverNow())
  useIntervalFn(() => (now.value = serverNow()), 1000)
  return now
}
