import { computed, shallowRef, watch, type Ref } from 'vue'
import type { RunRow } from '../model/runs/run-list.ts'

/** Selects rows of a list of runs by keys and clicks, as file managers do. A selected run stays selected when it moves. */
export function useRowSelection(runs: Readonly<Ref<readonly RunRow[]>>) {
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  /** The first run of a range. */
  let anchor = ''

  const selected = computed(() => runs.value.filter(({ id }) => chosen.value.has(id)))
  const indexOf = (id: string) => runs.value.findIndex((run) => run.id === id)

  function toggle(id: string): void {
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    chosen.value = next
    anchor = id
  }

  /** Selects all runs from the last touched row to this one. */
  function extend(id: string): void {
    const from = indexOf(anchor) < 0 ? indexOf(id) : indexOf(anchor)
    const to = indexOf(id)
    const range = runs.value.slice(Math.min(from, to), Math.max(from, to) + 1)
    chosen.value = new Set([...chosen.value, ...range.map((run) => run.id)])
    if (indexOf(anchor) < 0) anchor = id
  }

  const all = (): void => void (chosen.value = new Set(runs.value.map(({ id }) => id)))
  const none = (): void => void (chosen.value = new Set())

  // A run that left the list is not selected.
  watch(runs, () => {
    const left = selected.value
    if (left.length < chosen.value.size) chosen.value = new Set(left.map(({ id }) => id))
  })

  return { chosen, selected, toggle, extend, all, none }
}
