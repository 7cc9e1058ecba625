import { tryOnScopeDispose } from '@vueuse/core'
import { onMounted, readonly, shallowRef, type ShallowRef } from 'vue'

/**
 * Counts up by one after each frame, from 0. A page mounts its parts stage by stage, the visible ones first, so that they delay
 * neither the first picture nor the reader.
 */
export function useStages(last: number): Readonly<ShallowRef<number>> {
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
  onMounted(next)
  tryOnScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  })
  return readonly(stage) as Readonly<ShallowRef<number>>
}
