import { computed, watch } from 'vue'
import type { RunContext } from './useRunContext.ts'
import { useAnswer } from './useAnswer.ts'
import { useQueryText } from '../url/useQueryText.ts'

const NONE = new Int32Array()

/** Finds processes by their command lines, kept in the URL as `?find`, and walks from match to match by start. */
export function useFind(context: RunContext) {
  const { rows, selected } = context
  const search = useQueryText('find')
  const answer = useAnswer(context, (ask) => (search.value.trim() ? ask('find', search.value) : null), [
    search,
  ])
  const found = computed(() => answer.value?.found ?? NONE)
  const matches = computed(() => answer.value?.marks ?? null)
  const at = computed(() => found.value.indexOf(selected.value))

  /** A step that the reader made before the answer came. */
  let due: 1 | -1 | 0 = 0
  watch(answer, () => {
    if (due) step(due)
  })

  /** Selects the next or the last match; from a process that does not match, the nearest by start. */
  function step(by: 1 | -1): void {
    due = answer.value?.search === search.value ? 0 : by
    const { length } = found.value
    if (due || length === 0) return
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
