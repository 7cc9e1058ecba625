import { computed, type ComputedRef, type Ref } from 'vue'
import type { Analysis } from '../../../src/domain/analysis/time/analyse.ts'
import type { WorkedRun } from '../../workers/run-messages.ts'
import { factsOf } from '../../model/runs/analysis-facts.ts'
import type { RunContext } from './useRunContext.ts'
import { useAnswer } from './useAnswer.ts'

/**
 * The analysis of a run, kept current while the run goes on.
 * @param first the run as it was read, with its analysis
 */
export function useAnalysis(
  context: Pick<RunContext, 'ask' | 'version' | 'head' | 'end'>,
  first: Readonly<Ref<WorkedRun | undefined>>,
): ComputedRef<Analysis | undefined> {
  const { head, version } = context
  const status = () => head.value?.status
  const changed = computed(() => version.value > 0 || status() !== first.value?.head.status)
  const renewed = useAnswer(
    context,
    (ask, now) => (changed.value ? ask('analysis', factsOf(head.value, now)) : null),
    [changed, status],
  )
  return computed(() => renewed.value ?? first.value?.analysis)
}
