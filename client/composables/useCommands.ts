import { tryOnScopeDispose } from '@vueuse/core'
import { shallowRef, watch, type Ref } from 'vue'
import { client } from '../daemon/graph-client.ts'
import { COMMANDS } from '../documents/trends.ts'
import type { Command } from '../model/charts/spark-bars.ts'
import { searchWords } from '../model/runs/run-list.ts'
import { useConnection } from './useConnection.ts'

/**
 * The commands that ran last and match a search, read again when a run ended.
 * @param newest the id of the newest run that ended
 */
export function useCommands(
  search: Readonly<Ref<string>>,
  newest: Readonly<Ref<string | undefined>>,
): Readonly<Ref<readonly Command[]>> {
  const commands = shallowRef<readonly Command[]>([])

  const load = async (): Promise<void> => {
    const asked = search.value
    const variables = { words: searchWords(asked) }
    const { data } = await client.query(COMMANDS, variables, { requestPolicy: 'network-only' }).toPromise()
    if (data && asked === search.value) commands.value = data.trends
  }

  watch([search, newest], () => void load(), { immediate: true })
  tryOnScopeDispose(useConnection().onReconnected(() => void load()).off)
  return commands
}
