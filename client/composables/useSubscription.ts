import { tryOnScopeDispose } from '@vueuse/core'
import type { AnyVariables, OperationContext, TypedDocumentNode } from '@urql/core'
import { bulkClient } from '../daemon/graph-client.ts'

/** How long to wait before a subscription that was refused, or ended by the server, is asked for again. */
const AGAIN_MS = 5000

/**
 * Follows a subscription until the scope is disposed: it survives lost connections (the socket reconnects, with
 * `resumeWith`'s variables) and ends (it is asked for again).
 * @returns what ends it
 */
export function useSubscription<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onData: (data: Data) => void,
  resumeWith?: () => Partial<Variables>,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let unsubscribe = () => {}
  const context = (resumeWith ? { resumeWith } : {}) as Partial<OperationContext>

  const begin = (): void => {
    const { unsubscribe: end } = bulkClient.subscription(document, variables, context).subscribe((result) => {
      if (result.data) onData(result.data)
      if (!result.error && result.hasNext) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        unsubscribe()
        begin()
      }, AGAIN_MS)
    })
    unsubscribe = end
  }

  begin()
  const stop = (): void => {
    clearTimeout(timer)
    unsubscribe()
  }
  tryOnScopeDispose(stop)
  return stop
}
