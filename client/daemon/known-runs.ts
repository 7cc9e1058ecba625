import type { ListedRunFragment, RunHeadFragment } from '../gql/graphql.ts'

/** Runs of lists that are remembered, the latest. */
const MOST = 1000

const known = new Map<string, ListedRunFragment>()

/** Remembers the runs of a list, so that the page of one can show its head at once. */
export function noteRuns(runs: readonly ListedRunFragment[]): void {
  for (const run of runs) {
    known.delete(run.id)
    known.set(run.id, run)
  }
  for (const id of known.keys()) {
    if (known.size <= MOST) return
    known.delete(id)
  }
}

/**
 * What a list said of a run, as the head of its page until the daemon gives the whole. A list has the beginning of a long
 * command, and not when a silent build was last heard from: of these there is none.
 */
export function knownHead(id: string): RunHeadFragment | undefined {
  const run = known.get(id)
  if (!run || run.commandLine.endsWith('…') || run.status === 'running' || run.outcome === 'CRASHED')
    return undefined
  const { history: _, ...row } = run
  return {
    ...row,
    command: run.commandLine,
    args: [],
    lastSeenTime: run.endTime ?? run.startTime,
    capture: null,
  }
}
