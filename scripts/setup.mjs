import { exclusively } from './lock.mjs'
import { timed } from './progress.mjs'
import { isFresh, stamped } from './stamp.mjs'
import { STEPS } from './steps.mjs'

/**
 * Takes the checkout to a built state: runs the steps that are stale, each after those it needs.
 * @param {{ force?: boolean, until?: string }} [options] `force` runs all but the install, stale or not;
 *   `until` names the only step that is wanted, with what it needs
 * @throws {import('./failure.mjs').Failure} of the first step that fails; the others are ended
 */
export async function setUp({ force = false, until } = {}) {
  const steps = STEPS.filter(({ name }) => !until || isNeeded(until, name))
  const isDue = (step) => (force && step.name !== 'install') || !(step.isFresh ?? isFresh)(step)
  if (steps.some(isDue)) await exclusively(() => runSteps(steps, isDue))
}

/** Each step after those it needs, otherwise side by side. Whether it is due is decided at that time. */
async function runSteps(steps, isDue) {
  const abort = new AbortController()
  const { signal } = abort
  const results = new Map()
  const run = async (step) => {
    await Promise.all(step.needs.map((name) => results.get(name)))
    if (signal.aborted || !isDue(step)) return
    await timed(step.task, () => stamped(step, () => step.run({ signal })), signal)
  }
  for (const step of steps) results.set(step.name, run(step))
  try {
    await Promise.all(results.values())
  } catch (error) {
    abort.abort()
    await Promise.allSettled(results.values())
    throw error
  }
}

/** Whether a step is the one wanted or one that it needs. @returns {boolean} */
function isNeeded(wanted, name) {
  const step = STEPS.find((candidate) => candidate.name === wanted)
  return wanted === name || Boolean(step?.needs.some((need) => isNeeded(need, name)))
}
