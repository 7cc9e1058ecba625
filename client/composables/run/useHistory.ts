import { shallowRef, watch, type Ref } from 'vue'
import { HISTORY } from '../../documents/history.ts'
import type { RunHistoryQuery } from '../../gql/graphql.ts'
import { client } from '../../daemon/graph-client.ts'

type History = NonNullable<RunHistoryQuery['run']>['history']

/** A run in comparison with its earlier runs. It is read again when the status changes. */
export function useHistory(run: Readonly<Ref<{ readonly id: string; readonly status: string }>>) {
  const history = shallowRef<History>()
  watch(
    () => [run.value.id, run.value.status] as const,
    async ([id], before) => {
      if (before?.[0] !== id) history.value = undefined
      const { data } = await client.query(HISTORY, { id }, { requestPolicy: 'network-only' }).toPromise()
      if (run.value.id === id && data?.run) history.value = data.run.history
    },
    { immediate: true },
  )
  return history
}
