import { BuildSpyError } from '../errors.ts'
import { requireScope, type AuditEntry, type GraphContext } from './context.ts'

/**
 * Runs an action for administrators, and writes its outcome to the audit log.
 * @throws Forbidden, and the errors of `act`
 */
export async function audited<Result>(
  context: GraphContext,
  action: AuditEntry['action'],
  runs: readonly string[],
  act: () => Promise<{ readonly outcome: string; readonly result: Result }>,
): Promise<Result> {
  try {
    requireScope(context, 'admin')
    const { outcome, result } = await act()
    context.audit({ action, runs, outcome })
    return result
  } catch (error) {
    context.audit({ action, runs, outcome: error instanceof BuildSpyError ? error.message : 'failed' })
    throw error
  }
}
