import { tryOnScopeDispose } from '@vueuse/core'
import { onMounted, readonly, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

/**
 * Counts up by one after each frame, from 0, as soon as the page is mounted and `begun`. A page mounts its parts stage by stage, the visible ones first, so that they delay
 * neither the first picture nor the reader.
 */
export function useStages(
  last: number,
  begun: Readonly<Ref<boolean>> = shallowRef(true),
): Readonly<ShallowRef<number>> {
  const stage = shallowRef(0)
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = () =>
    (frame = requestAnimationFrame(() => {
      // In a task of its own, after the frame is painted.
      timer = setTimeout(() => {
        if (++stage.value < last) next()
      })
    }))
  onMounted(() =>
    watch(begun, (now) => now && stage.value === 0 && next(), { immediate: true, flush: 'post' }),
  )
  tryOnScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  })
  return readonly(stage) as Readonly<ShallowRef<number>>
}
