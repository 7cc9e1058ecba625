import { setTimeout } from 'node:timers/promises'
import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { Unavailable } from '../../../errors.ts'
import { renewed, type GraphContext } from '../../../graphql/context.ts'
import type { CompiledOperations } from './compiled-operations.ts'
import { withinBudget } from '../within-budget.ts'

/**
 * Executes a subscription once for all sockets that get the same batch by the same document. A batch that several subscribers
 * read is one object (`live/event-log.ts`), so its result is one object as well, and so is the text of the result.
 */
export function shareExecutions(operations: CompiledOperations): Plugin {
  const results = new WeakMap<object, WeakMap<DocumentNode, Map<string, Promise<ExecutionResult>>>>()

  /** Results of a batch live as long as the batch; a document is one object while the parser's cache holds it. */
  const resultsOf = (batch: object, document: DocumentNode) => {
    const ofBatch = results.get(batch) ?? new WeakMap<DocumentNode, Map<string, Promise<ExecutionResult>>>()
    results.set(batch, ofBatch)
    const found = ofBatch.get(document) ?? new Map<string, Promise<ExecutionResult>>()
    ofBatch.set(document, found)
    return found
  }

  const executeOnce = (args: ExecutionArgs) => {
    const once = { ...args, contextValue: renewed(args.contextValue as GraphContext) }
    return withinBudget(once, () => operations.execute(once, execute))
  }

  const subscribe = async (args: ExecutionArgs) => {
    const source = await createSourceEventStream(args)
    if (!(Symbol.asyncIterator in source)) return source
    const batches = source as AsyncGenerator<object>
    const { caller } = args.contextValue as GraphContext
    const asked = JSON.stringify([args.operationName, args.variableValues, caller, [...caller.scopes]])
    return mapped(batches, (batch) => {
      const shared = resultsOf(batch, args.document)
      const result = shared.get(asked) ?? whole(() => executeOnce({ ...args, rootValue: batch }))
      shared.set(asked, result)
      return result
    })
  }

  return { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe) }
}

/** Between two attempts while the database is away, in milliseconds. */
const PAUSE = 500

/** Repeats the execution until the database delivers every part, because a subscriber never gets the batch again. */
async function whole(attempt: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  for (;;) {
    const result = await attempt()
    if (!result.errors?.some(({ originalError }) => originalError instanceof Unavailable)) return result
    await setTimeout(PAUSE, undefined, { ref: false })
  }
}

/** Maps the values of a generator. A `return` ends the source at once, as `graphql/subscriptions.ts` needs. */
function mapped<From, To>(
  source: AsyncGenerator<From>,
  map: (from: From) => Promise<To>,
): AsyncGenerator<To> {
  const step = async ({ value, done }: IteratorResult<From>): Promise<IteratorResult<To>> =>
    done ? { value: undefined, done: true } : { value: await map(value), done: false }
  return {
    next: async () => step(await source.next()),
    return: async () => step(await source.return(undefined)),
    throw: async (error) => step(await source.throw(error)),
    [Symbol.asyncIterator]() {
      return this
    },
  } as AsyncGenerator<To>
}
