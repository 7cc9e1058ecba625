import { shallowRef, watch, type Ref } from 'vue'
import { client } from '../../daemon/graph-client.ts'
import { VERDICT } from '../../documents/verdict.ts'
import type { RunVerdictQuery } from '../../gql/graphql.ts'

export type RunVerdict = NonNullable<RunVerdictQuery['run']>

/** The verdict and the advice of a run that ended. The daemon computes them; of a run that goes on there are none yet. */
export function useVerdict(run: Readonly<Ref<{ readonly id: string; readonly outcome: string }>>) {
  const verdict = shallowRef<RunVerdict>()
  const loading = shallowRef(false)
  watch(
    () => [run.value.id, run.value.outcome] as const,
    async ([id, outcome], before) => {
      if (before?.[0] !== id || outcome === 'RUNNING') verdict.value = undefined
      loading.value = outcome !== 'RUNNING'
      if (!loading.value) return
      const { data } = await client.query(VERDICT, { id }, { requestPolicy: 'network-only' }).toPromise()
      if (run.value.id !== id) return
      loading.value = false
      if (data?.run) verdict.value = data.run
    },
    { immediate: true },
  )
  return { verdict, loading }
}
