import { computed, shallowRef, watch, type Ref } from 'vue'
import type { RunRow } from '../model/runs/run-list.ts'

/** Selects rows of a list of runs by keys and clicks, as file managers do. Selected are runs, wherever they move. */
export function useRowSelection(runs: Readonly<Ref<readonly RunRow[]>>) {
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  /** Where a range begins. */
  let anchor = ''

  const selected = computed(() => runs.value.filter(({ id }) => chosen.value.has(id)))
  const indexOf = (id: string) => runs.value.findIndex((run) => run.id === id)

  function toggle(id: string): void {
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    chosen.value = next
    anchor = id
  }

  /** Selects all from the row that was touched last to this one. */
  function extend(id: string): void {
    const from = indexOf(anchor) < 0 ? indexOf(id) : indexOf(anchor)
    const to = indexOf(id)
    const range = runs.value.slice(Math.min(from, to), Math.max(from, to) + 1)
    chosen.value = new Set([...chosen.value, ...range.map((run) => run.id)])
    if (indexOf(anchor) < 0) anchor = id
  }

  const all = (): void => void (chosen.value = new Set(runs.value.map(({ id }) => id)))
  const none = (): void => void (chosen.value = new Set())

  // What is gone is not selected.
  watch(runs, () => {
    const left = selected.value
    if (left.length < chosen.value.size) chosen.value = new Set(left.map(({ id }) => id))
  })

  return { chosen, selected, toggle, extend, all, none }
}
