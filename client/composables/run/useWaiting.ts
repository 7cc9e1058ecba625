import { computed, shallowRef, watch, type Ref } from 'vue'
import { bulkClient } from '../../daemon/graph-client.ts'
import { PROCESS_WAITING } from '../../documents/waiting.ts'
import type { Waiting } from '../../model/processes/waiting-parts.ts'
import type { RunContext } from './useRunContext.ts'

/** How a process spent its time, read again when it ended; null until it is known. */
export function useWaiting(
  { head, rows, version }: Pick<RunContext, 'head' | 'rows' | 'version'>,
  row: Readonly<Ref<number>>,
): Readonly<Ref<Waiting | null>> {
  const waiting = shallowRef<Waiting | null>(null)
  const running = computed(() => {
    void version.value
    return rows.value.isRunning(row.value)
  })
  watch(
    [row, running, () => rows.value],
    async ([asked], before) => {
      if (before[0] !== asked) waiting.value = null
      const { pid, start } = rows.value
      const variables = { id: head.value.id, pid: pid[asked]!, start: start[asked]! }
      const { data } = await bulkClient.query(PROCESS_WAITING, variables).toPromise()
      if (asked === row.value) waiting.value = data?.run?.processAt?.waiting ?? null
    },
    { immediate: true },
  )
  return waiting
}
