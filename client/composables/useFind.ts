import { computed, shallowRef, watch, type Ref } from 'vue'
import { matching } from '../components/run/process-list.ts'
import type { ProcessRows } from '../components/timeline/rows.ts'
import { useQueryText } from './useQueryText.ts'

/** Finds processes by their command lines, kept in the URL as `?find`, and walks from match to match by start. */
export function useFind(
  rows: Readonly<Ref<ProcessRows>>,
  version: Readonly<Ref<number>>,
  selected: Ref<number>,
) {
  const search = useQueryText('find')
  const found = shallowRef<Int32Array>(new Int32Array())
  const matches = shallowRef<Uint8Array | null>(null)

  watch(
    [search, version, rows],
    () => {
      if (!search.value.trim()) {
        found.value = new Int32Array()
        matches.value = null
        return
      }
      const { start, count } = rows.value
      const hits = matching(rows.value, { search: search.value, show: 'all' })
      const marked = new Uint8Array(count)
      for (const row of hits) marked[row] = 1
      matches.value = marked
      found.value = hits.sort((a, b) => start[a]! - start[b]! || a - b)
    },
    { immediate: true },
  )

  const at = computed(() => found.value.indexOf(selected.value))

  /** Selects the next or the last match; from a process that does not match, the nearest by start. */
  function step(by: 1 | -1): void {
    const { length } = found.value
    if (length === 0) return
    let next = at.value + by
    if (at.value < 0) {
      const from = selected.value >= 0 ? rows.value.start[selected.value]! : -Infinity
      const after = found.value.findIndex((row) => rows.value.start[row]! >= from)
      next = by > 0 ? Math.max(0, after) : (after < 0 ? length : after) - 1
    }
    selected.value = found.value[(next + length) % length]!
  }

  return { search, found, matches, at, step }
}
