import { computed, type ComputedRef } from 'vue'
import type { Analysis } from '../../../src/domain/analysis/time/analyse.ts'
import type { Ask } from '../../workers/questions.ts'
import { factsOf } from '../../model/runs/analysis-facts.ts'
import type { RunContext } from './useRunContext.ts'
import { useAnswer } from './useAnswer.ts'

/** The analysis of a run, kept current while the run goes on. Its pages are drawn before it is there. */
export function useAnalysis(
  context: Pick<RunContext, 'ask' | 'version' | 'head' | 'end' | 'ready'>,
): ComputedRef<Analysis | undefined> {
  const { ask, head, ready } = context
  const analyse = async (ask: Ask, now: number) => ({
    ask,
    analysis: await ask('analysis', factsOf(head.value, now)),
  })
  const answer = useAnswer(context, (ask, now) => (ready.value ? analyse(ask, now) : null), [
    ready,
    () => head.value?.status,
  ])
  // Not that of the run that was shown before.
  return computed(() => (answer.value?.ask === ask.value ? answer.value?.analysis : undefined))
}
