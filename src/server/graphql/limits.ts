import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import {
  getOperationAST,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type ValidationRule,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { BuildSpyError } from '../../errors.ts'
import { explainCost } from '../../graphql/builder.ts'
import { requireScope, type GraphContext } from '../../graphql/context.ts'
import { costOf } from './cost.ts'
import { countFields } from './count-fields.ts'

/** Fields of an operation with its fragments written out, at most. */
const FIELDS_LIMIT = 2000

/** The limits of an operation, over HTTP and over a socket. The schema checks its cost when it is executed. */
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
 * The cost of an operation takes a walk over all its fields, so this refuses an operation whose fragments expand to too many.
 */
const fieldsLimit: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    if (countFields(context.getDocument(), operation) > FIELDS_LIMIT)
      throw new GraphQLError(`The operation has more than ${FIELDS_LIMIT} fields. Ask for less at a time.`)
  },
})

/** Queries and subscriptions need the scope `read`. The field of a mutation checks its own scope. */
function checkRead({ document, operationName, contextValue }: ExecutionArgs): void {
  if (getOperationAST(document, operationName)?.operation === 'mutation') return
  requireScope(contextValue as GraphContext, 'read')
}

/** The schema would find the cost of a subscription at its first event: say it at once. */
function checkSubscription(args: ExecutionArgs): void {
  checkRead(args)
  const { caller } = args.contextValue as GraphContext
  if (caller.costLimit === Infinity) return
  const cost = costOf(args)
  if (cost) explainCost(caller, cost.complexity, cost.depth)
}

/** Returns the error of a refused operation as its result. A thrown error would close the socket with all its operations. */
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
