import { computed, type WritableComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { useQuery } from './useQuery.ts'

/** One of a few words, kept in the URL as a parameter; the URL does not name the usual one. */
export function useQueryChoice<Value extends string>(
  name: string,
  values: readonly Value[],
  usual: NoInfer<Value>,
): WritableComputedRef<Value> {
  const route = useRoute()
  const setQuery = useQuery()
  return computed({
    get: () => values.find((value) => value === route.query[name]) ?? usual,
    set: (value) => setQuery({ [name]: value === usual ? undefined : value }),
  })
}
