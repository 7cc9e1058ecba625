import { tryOnScopeDispose } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import type { Ask } from '../../workers/questions.ts'
import type { RunContext } from './useRunContext.ts'

/** While a build runs a question is asked again after this long, and for at most half of the time. */
const PAUSE_MS = 400

/**
 * Keeps the answer to a question about a run current: asked again at once when one of `sources` changes, and after a
 * pause when the rows did. One at a time; what is no longer asked is not answered.
 * @param question asks it, as of a moment that is the run's end; null for no question and no answer
 */
export function useAnswer<Answer>(
  { ask, version, end }: Pick<RunContext, 'ask' | 'version' | 'end'>,
  question: (ask: Ask, now: number) => Promise<Answer> | null,
  sources: WatchSource[] = [],
): Readonly<ShallowRef<Answer | null>> {
  const answer: ShallowRef<Answer | null> = shallowRef(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: Ask | undefined
  let again = false
  let cost = 0

  const renew = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    if (asked && asked === ask.value) return void (again = true)
    again = false
    const began = performance.now()
    const mine = (asked = ask.value)
    const given = await question(mine, end())
    if (asked !== mine) return
    asked = undefined
    cost = performance.now() - began
    if (again) return renew()
    answer.value = given
  }

  watch([ask, ...sources], () => void renew(), { immediate: true })
  watch(version, () => void (timer ??= setTimeout(() => void renew(), Math.max(PAUSE_MS, cost))))
  tryOnScopeDispose(() => clearTimeout(timer))
  return answer
}
