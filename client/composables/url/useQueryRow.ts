import { computed, type ShallowRef, type WritableComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import type { ProcessRows } from '../../model/processes/process-rows.ts'
import { useQuery } from './useQuery.ts'

/**
 * A process as its row, or −1; kept in the URL as `?NAME=PID@START`, the start in milliseconds since the run's, so that
 * a link shows the same process.
 */
export function useQueryRow(
  name: string,
  rows: Readonly<ShallowRef<ProcessRows | undefined>>,
): WritableComputedRef<number> {
  const route = useRoute()
  const setQuery = useQuery()
  return computed({
    get() {
      const [, pid, start] = /^(\d+)@(-?[\d.]+)$/.exec(String(route.query[name] ?? '')) ?? []
      return pid === undefined ? -1 : (rows.value?.find(Number(pid), Number(start)) ?? -1)
    },
    set(row) {
      const all = rows.value
      setQuery({ [name]: all && row >= 0 ? `${all.pid[row]}@${+all.start[row]!.toFixed(3)}` : undefined })
    },
  })
}
