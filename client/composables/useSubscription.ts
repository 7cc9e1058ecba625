import { tryOnScopeDispose } from '@vueuse/core'
import type { AnyVariables, OperationContext, TypedDocumentNode } from '@urql/core'
import { bulkClient } from '../daemon/graph-client.ts'

/** Pause before a subscription starts again that the server refused or ended, in milliseconds. */
const AGAIN_MS = 5000

/**
 * Follows a subscription until the scope is disposed. It survives a lost connection, because the socket reconnects with the
 * variables of `resumeWith`. After an end it starts again.
 * @returns a function that ends it
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
