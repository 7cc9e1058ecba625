import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import { complexityFromQuery } from '@pothos/plugin-complexity'
import {
  getOperationAST,
  GraphQLError,
  Kind,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { BuildSpyError } from '../errors.ts'
import { explainCost } from '../graphql/builder.ts'
import { requireScope, type GraphContext } from '../graphql/context.ts'

/** Fields of an operation with its fragments written out, at most. */
const FIELDS_LIMIT = 2000

/** What an operation may be, over HTTP and over a socket alike; its cost, where it is executed, the schema checks. */
export const graphLimits = (): Plugin[] => [
  maxTokensPlugin({ n: 1000 }),
  maxAliasesPlugin({ n: 15 }),
  { onValidate: ({ addValidationRule }) => addValidationRule(fieldsLimit) },
  {
    onExecute: ({ args, setResultAndStopExecution: stop }) => answer(stop, () => checkRead(args)),
    onSubscribe: ({ args, setResultAndStopExecution: stop }) => answer(stop, () => checkSubscription(args)),
  },
]

/**
 * Refuses an operation whose fragments, each spreading the next twice, stand for more fields than any reader counts:
 * the cost is found by walking them all. Here each fragment is counted once.
 */
const fieldsLimit: ValidationRule = (context) => {
  const counted = new Map<string, number>()
  const count = ({ selections }: SelectionSetNode): number => {
    let fields = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) fields += countFragment(selection.name.value)
      else {
        fields += selection.kind === Kind.FIELD ? 1 : 0
        fields += selection.selectionSet ? count(selection.selectionSet) : 0
      }
    }
    return fields
  }
  const countFragment = (name: string): number => {
    const known = counted.get(name)
    if (known !== undefined) return known
    // For one that spreads itself, which another rule refuses.
    counted.set(name, 0)
    const fragment = context.getFragment(name)
    const fields = fragment ? count(fragment.selectionSet) : 0
    counted.set(name, fields)
    return fields
  }
  return {
    OperationDefinition({ selectionSet }) {
      if (count(selectionSet) > FIELDS_LIMIT)
        throw new GraphQLError(`The operation has more than ${FIELDS_LIMIT} fields. Ask for less at a time.`)
    },
  }
}

/** Whoever asks or watches needs the scope to read; what a mutation needs, its field says. */
function checkRead({ document, operationName, contextValue }: ExecutionArgs): void {
  if (getOperationAST(document, operationName)?.operation === 'mutation') return
  requireScope(contextValue as GraphContext, 'read')
}

/** The schema would find the cost of a subscription at its first event: say it at once. */
function checkSubscription(args: ExecutionArgs): void {
  checkRead(args)
  const { schema, document, operationName, variableValues, contextValue } = args
  const { caller } = contextValue as GraphContext
  if (caller.costLimit === Infinity) return
  const operation = getOperationAST(document, operationName)
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  if (!operation) return
  const alone: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }
  const { complexity, depth } = complexityFromQuery(alone, { schema, variables: variableValues ?? {} })
  explainCost(caller, complexity, depth)
}

/** Answers an operation that may not run with why not: thrown, it would end the socket with all its others. */
function answer(stop: (result: ExecutionResult) => void, check: () => void): void {
  try {
    check()
  } catch (error) {
    if (error instanceof BuildSpyError)
      stop({ errors: [new GraphQLError(error.message, { extensions: { code: error.code } })] })
    else if (error instanceof GraphQLError) stop({ errors: [error] })
    else throw error
  }
}
