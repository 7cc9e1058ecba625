import { tryOnScopeDispose } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import type { Ask } from '../../workers/questions.ts'
import type { RunContext } from './useRunContext.ts'

/** During a build, the pause before a question is asked again, at least. Asking takes at most half of the time. */
const PAUSE_MS = 400

/**
 * Keeps the answer to a question about a run current. It asks again at once when one of `sources` changes, and after a pause
 * when the rows changed. It asks one question at a time, and drops the answers to old ones.
 * @param question asks it for a moment, which counts as the run's end; null for no question and no answer
 * @param pause milliseconds between two answers while the rows change, at least
 */
export function useAnswer<Answer>(
  { ask, version, end }: Pick<RunContext, 'ask' | 'version' | 'end'>,
  question: (ask: Ask, now: number) => Promise<Answer> | null,
  sources: WatchSource[] = [],
  pause = PAUSE_MS,
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
  watch(version, () => void (timer ??= setTimeout(() => void renew(), Math.max(pause, cost))))
  tryOnScopeDispose(() => clearTimeout(timer))
  return answer
}
