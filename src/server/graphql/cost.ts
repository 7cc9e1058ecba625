import { complexityFromQuery } from '@pothos/plugin-complexity'
import { getOperationAST, Kind, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { DEPTH_LIMIT } from '../../graphql/builder.ts'
import type { GraphContext } from '../../graphql/context.ts'

/** What an operation costs before it begins, as `graphql/builder.ts` counts; undefined without an operation of that name. */
export function costOf({ schema, document, operationName, variableValues }: ExecutionArgs) {
  const operation = getOperationAST(document, operationName)
  if (!operation) return undefined
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const alone: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }
  return complexityFromQuery(alone, { schema, variables: variableValues ?? {} })
}

/** What Yoga adds to the context: the request as the client sent it. */
interface Asked {
  readonly params?: { readonly extensions?: Readonly<Record<string, unknown>> }
}

/**
 * Says in `extensions.cost` what a query or mutation cost and what it may cost, if the request asks by `"extensions": {"cost": true}`.
 * It is not always said, because counting costs as much as a small operation.
 */
export const sayCost: Plugin = {
  onExecute({ args }) {
    const context: unknown = args.contextValue
    const { budget, caller, params } = context as GraphContext & Asked
    if (params?.extensions?.['cost'] !== true) return undefined
    const cost = costOf(args)
    if (!cost) return undefined
    return {
      onExecuteDone({ result, setResult }) {
        if (Symbol.asyncIterator in result) return
        const { extensions, ...rest } = result as ExecutionResult
        const { complexity, depth } = cost
        const said = { cost: complexity, costLimit: caller.costLimit, depth, depthLimit: DEPTH_LIMIT }
        setResult({ ...rest, extensions: { ...extensions, cost: { ...said, ...budget.used } } })
      },
    }
  },
}
