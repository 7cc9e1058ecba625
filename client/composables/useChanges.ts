import { shallowRef, watch, type Ref } from 'vue'
import { CHANGES } from '../documents/compare.ts'
import { client } from '../daemon/graph-client.ts'
import type { Comparison, ProcessChange } from '../model/runs/comparison.ts'

/** Changes in a page. */
const PAGE = 40

/** The changes of a comparison, a page at a time, of one kind or of all. The daemon filters and counts them. */
export function useChanges(comparison: Readonly<Ref<Comparison>>) {
  const kind = shallowRef<ProcessChange['kind'] | null>(null)
  const shown = shallowRef<readonly ProcessChange[]>([])
  const loading = shallowRef(false)

  async function more(): Promise<void> {
    const [asked, of, before] = [comparison.value, kind.value, shown.value]
    const { base, head } = asked
    const page = { base: base.id, head: head.id, kind: of, offset: before.length, first: PAGE }
    loading.value = true
    const { data } = await client.query(CHANGES, page, { requestPolicy: 'network-only' }).toPromise()
    if (asked !== comparison.value || of !== kind.value) return
    loading.value = false
    if (data && before === shown.value) shown.value = [...before, ...data.compare.changes]
  }

  watch(comparison, () => (kind.value = null))
  watch(
    [comparison, kind],
    () => {
      // The first page of all kinds came with the comparison.
      shown.value = kind.value ? [] : comparison.value.changes
      loading.value = false
      if (kind.value) void more()
    },
    { immediate: true },
  )
  return { kind, shown, more, loading }
}
