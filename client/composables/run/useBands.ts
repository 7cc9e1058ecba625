import { stringifyDocument } from '@urql/core'
import { computed, type Ref } from 'vue'
import { RUN_WAITS } from '../../documents/waiting.ts'
import type { RunContext } from './useRunContext.ts'
import { useAnswer } from './useAnswer.ts'

/**
 * How the processes of a run spent their time, and whether the run's worker has read what they waited for. During a build there
 * is neither, because the record is not complete.
 * @param wanted whether a page shows it
 */
export function useBands(context: RunContext, wanted: Readonly<Ref<boolean>>) {
  const { head, live } = context
  const asked = computed(() => wanted.value && !live.value)
  const known = useAnswer(
    context,
    (ask) => (asked.value ? ask('waits', stringifyDocument(RUN_WAITS), head.value.id) : null),
    [asked],
  )
  // The answer is false if nothing measured waits; CPU time and children are known without.
  const bands = useAnswer(
    context,
    (ask, now) => (asked.value && known.value !== null ? ask('bands', now) : null),
    [known],
  )
  return { bands, known }
}
