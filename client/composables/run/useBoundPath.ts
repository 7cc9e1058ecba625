import { computed, type Ref } from 'vue'
import { BOUND_PATH } from '../../documents/bound-path.ts'
import { bulkClient, failureOf } from '../../daemon/graph-client.ts'
import { runPathOf, type RunPath } from '../../model/path/path-steps.ts'
import type { RunContext } from './useRunContext.ts'
import { useAnswer } from './useAnswer.ts'

/** During a build the daemon reads the whole run for each answer, so the pause between two is longer. */
const PAUSE_MS = 3000

/**
 * The critical path of a run, and why it could not be read. It is read again when the run ends, and now and then until that.
 * @param wanted whether a page shows it
 */
export function useBoundPath(context: RunContext, wanted: Readonly<Ref<boolean>>) {
  const { head, rows, live } = context
  const read = async (): Promise<{ path?: RunPath; failure?: string }> => {
    const mine = rows.value
    const { data, error } = await bulkClient.query(BOUND_PATH, { id: head.value.id }).toPromise()
    if (data?.run) return { path: runPathOf(mine, data.run.boundPath) }
    return { failure: failureOf(error) }
  }
  const answer = useAnswer(context, () => (wanted.value ? read() : null), [wanted, live], PAUSE_MS)
  return {
    path: computed(() => answer.value?.path ?? null),
    failure: computed(() => answer.value?.failure ?? ''),
  }
}
