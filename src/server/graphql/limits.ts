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
  type ValidationRule,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { BuildSpyError } from '../../errors.ts'
import { explainCost } from '../../graphql/builder.ts'
import { requireScope, type GraphContext } from '../../graphql/context.ts'
import { countFields } from './count-fields.ts'

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

/** The cost of an operation is found by walking all its fields: refuses one whose fragments stand for too many. */
const fieldsLimit: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    if (countFields(context.getDocument(), operation) > FIELDS_LIMIT)
      throw new GraphQLError(`The operation has more than ${FIELDS_LIMIT} fields. Ask for less at a time.`)
  },
})

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
