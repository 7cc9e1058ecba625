import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { BuildSpyError } from '../../errors.ts'
import type { GraphContext } from '../../graphql/context.ts'

/** Executes an operation within its budget. The result of a stopped operation is the reason, without data. */
export async function withinBudget(
  { contextValue }: ExecutionArgs,
  execute: () => ExecutionResult | Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const { budget } = contextValue as GraphContext
  try {
    return await budget.run(execute)
  } catch (error) {
    if (!(error instanceof BuildSpyError)) throw error
    return {
      errors: [new GraphQLError(error.message, { originalError: error, extensions: { code: error.code } })],
    }
  }
}
