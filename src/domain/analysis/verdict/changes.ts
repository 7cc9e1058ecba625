import type { Change } from '../compare/compare.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { counted, namedText } from '../words.ts'
import { toolOf } from '../time/tools.ts'
import type { CaseFacts } from './case.ts'
import type { Cause } from './cause.ts'

/** Changes that belong together: of one tool, with one difference of the command. */
interface Bundle {
  readonly kind: 'new' | 'changed' | 'slower'
  readonly changes: Change[]
  /** Milliseconds of own time. */
  delta: number
  /** Milliseconds of it that the step itself accounts for. */
  caused: number
}

/**
 * What the build did that the usual run did not: new steps, changed commands, slower steps, each a cause. Steps of one
 * tool that changed alike are one cause. O(k log k) for k changes.
 */
export function changes({ comparison, path, work }: CaseFacts): Cause[] {
  if (!comparison) return []
  const bundles = new Map<string, Bundle>()
  for (const change of comparison.changes) {
    if (change.kind !== 'new' && change.kind !== 'slower') continue
    const kind = change.kind === 'new' ? 'new' : change.difference ? 'changed' : 'slower'
    const key = [kind, toolOf(change.name), change.difference].join('\n')
    const bundle = bundles.get(key)
    const caused = causedBy(change, kind)
    if (!bundle) bundles.set(key, { kind, changes: [change], delta: change.delta, caused })
    else {
      bundle.changes.push(change)
      bundle.delta += change.delta
      bundle.caused += caused
    }
  }
  const onPath = new Map<number, number>()
  for (const { row, from, to } of path.steps) onPath.set(row, (onPath.get(row) ?? 0) + to - from)
  const atATime = work.busy > 0 ? Math.max(1, work.atWork / work.busy) : 1
  return [...bundles.values()].map((bundle) => {
    const path = bundle.changes.reduce(
      (sum, change) => sum + Math.min(onPath.get(change.head!.row) ?? 0, causedBy(change, bundle.kind)),
      0,
    )
    const rows = bundle.changes.slice(0, 5).map(({ head }) => head!.row)
    const costs = Math.max(path, bundle.caused / atATime)
    return { kind: bundle.kind, text: textOf(bundle), costs, confidence: path > 0 ? 0.8 : 0.5, rows }
  })
}

/**
 * A step with the same command that takes longer without more CPU time waited: the cause is elsewhere. In milliseconds.
 */
function causedBy({ delta, base, head }: Change, kind: Bundle['kind']): number {
  const measured = base && head && base.cpuTime > 0 && head.cpuTime > 0
  return kind === 'slower' && measured ? Math.max(0, Math.min(delta, head.cpuTime - base.cpuTime)) : delta
}

function textOf({ kind, changes, delta }: Bundle): string {
  const [first] = changes
  const { name, commandLine, base, head, difference } = first!
  const one = changes.length === 1
  const count = changes.reduce((sum, { head }) => sum + head!.count, 0)
  const what =
    one && count === 1
      ? namedText(name, commandLine)
      : one
        ? `${namedText(name, commandLine)} (${counted(count, 'process', 'processes')})`
        : `\`${toolOf(name).replaceAll('`', "'")}\` (${counted(changes.length, 'command', 'commands')})`
  if (kind === 'new') return `New: ${what} took ${formatMilliseconds(delta)}.`
  const times = one
    ? `${formatMilliseconds(head!.own)}, usually ${formatMilliseconds(base!.own)}`
    : `${formatMilliseconds(delta)} more in all`
  // Words of the build stand between backticks, where any text is harmless.
  const words = `\`${difference.replaceAll('`', "'")}\``
  return kind === 'changed' ? `${what} changed, ${words}: ${times}.` : `${what} took longer: ${times}.`
}
