import { refDebounced } from '@vueuse/core'
import { computed, reactive } from 'vue'
import { bulkClient, failureOf } from '../../daemon/graph-client.ts'
import { PREDICTION } from '../../documents/prediction.ts'
import type { RunPredictionQuery } from '../../gql/graphql.ts'
import { changesOf, type AskedChanges } from '../../model/what-if/changes.ts'
import { useQueryText } from '../url/useQueryText.ts'
import type { RunContext } from './useRunContext.ts'
import { useAnswer } from './useAnswer.ts'

/** A prediction with the recorded run beside it. */
export type RunPrediction = NonNullable<RunPredictionQuery['run']>

/** Pause of the reader's typing before the daemon is asked, in milliseconds. */
const PAUSE_MS = 400

/** What would be different in a run, kept in the URL as `?jobs&cores&without&faster`, and the daemon's prediction. */
export function useWhatIf(context: RunContext) {
  const { head, live } = context
  const typed = reactive({
    jobs: useQueryText('jobs'),
    cores: useQueryText('cores'),
    without: useQueryText('without'),
    faster: useQueryText('faster'),
  })
  // A text, so that typing a space asks nothing again.
  const wanted = computed(() => (live.value ? '' : JSON.stringify(changesOf(typed))))
  const asked = refDebounced(wanted, PAUSE_MS)
  const changes = () => (asked.value ? (JSON.parse(asked.value) as AskedChanges | null) : null)

  const read = async (what: AskedChanges): Promise<{ run?: RunPrediction; failure?: string }> => {
    const { data, error } = await bulkClient.query(PREDICTION, { id: head.value.id, ...what }).toPromise()
    return data?.run ? { run: data.run } : { failure: failureOf(error) }
  }
  const answer = useAnswer(context, () => {
    const what = changes()
    return what && read(what)
  }, [asked])
  return {
    typed,
    isAsked: computed(() => wanted.value !== '' && wanted.value !== 'null'),
    prediction: computed(() => answer.value?.run ?? null),
    failure: computed(() => answer.value?.failure ?? ''),
  }
}
