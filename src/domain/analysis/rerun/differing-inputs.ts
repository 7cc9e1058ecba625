/** Names of inputs that only one of two runs of a step has. */
export interface InputDifference {
  readonly added: readonly string[]
  readonly gone: readonly string[]
}

/** What changes from run to run although the work is the same: temporary files, caches of the loader, locks. */
const isFleeting = (name: string): boolean => /^\/(?:tmp|var\/tmp|run|dev)\//.test(name)

/** Compares the names of inputs; undefined if they are the same. O(names). */
export function differingInputs(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
): InputDifference | undefined {
  const onlyIn = (names: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...names].filter((name) => !others.has(name) && !isFleeting(name))
  const [added, gone] = [onlyIn(now, before), onlyIn(before, now)]
  return added.length + gone.length > 0 ? { added, gone } : undefined
}
