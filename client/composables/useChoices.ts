import { refDebounced } from '@vueuse/core'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { client } from '../daemon/graph-client.ts'
import { CHOICE, CHOICES } from '../documents/compare.ts'
import { searchFor, searchWords, type RunRow } from '../model/runs/run-list.ts'

/** How long the typist pauses before the daemon is asked. */
const PAUSE_MS = 150

/** A run by its id; undefined until it is read. */
export function useChoice(id: Readonly<Ref<string>>): Readonly<Ref<RunRow | undefined>> {
  const run = shallowRef<RunRow>()
  watch(
    id,
    async () => {
      const asked = id.value
      if (run.value?.id !== asked) run.value = undefined
      if (!asked) return
      const { data } = await client.query(CHOICE, { id: asked }).toPromise()
      if (asked === id.value) run.value = data?.run ?? undefined
    },
    { immediate: true },
  )
  return run
}

/**
 * The runs that match a search, newest first; those of the same command as another run apart. The daemon searches.
 * @param open nothing is read while it is false
 */
export function useChoices(
  search: Readonly<Ref<string>>,
  like: Readonly<Ref<RunRow | undefined>>,
  open: Readonly<Ref<boolean>>,
) {
  const runs = shallowRef<readonly RunRow[]>([])
  const settled = refDebounced(search, PAUSE_MS)

  const read = async (words: string | null): Promise<readonly RunRow[]> => {
    const { data } = await client.query(CHOICES, { words }, { requestPolicy: 'network-only' }).toPromise()
    return data?.runs.nodes ?? []
  }

  watch(
    [settled, like, open],
    async () => {
      if (!open.value) return
      const [text, other] = [settled.value, like.value]
      // Among many builds the newest sixty need not hold the last one of this command.
      const own = !text.trim() && other ? await read(searchWords(searchFor(other.commandLine))) : []
      const found = [...own, ...(await read(searchWords(text)))]
      if (text !== settled.value || other !== like.value) return
      runs.value = [...new Map(found.map((run) => [run.id, run])).values()]
    },
    { immediate: true },
  )

  const isAlike = (run: RunRow) =>
    run.commandLine === like.value?.commandLine && run.workingDir === like.value.workingDir
  const same = computed(() => runs.value.filter(isAlike))
  const others = computed(() => runs.value.filter((run) => !isAlike(run)))
  return { same, others }
}
