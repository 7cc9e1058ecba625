import type { ListedRunFragment, RunRowFragment } from '../../gql/graphql.ts'

/** A run in a list. */
export type RunRow = RunRowFragment

/** A run in comparison with its earlier runs. */
export type ListedRun = ListedRunFragment

/** How a list of runs can be sorted. */
export const ORDERS = ['newest', 'oldest', 'slowest', 'fastest'] as const
export type RunOrder = (typeof ORDERS)[number]

/** By what a list of runs can be narrowed: a word of the URL, and the outcomes or the status that it stands for. */
const WANTED = {
  running: { status: ['running'] },
  running_live: { status: ['running_live'] },
  completed: { outcome: ['SUCCEEDED'] },
  failed: { outcome: ['FAILED', 'CRASHED'] },
  interrupted: { outcome: ['INTERRUPTED'] },
} as const satisfies Record<string, { status?: RunRow['status'][]; outcome?: RunRow['outcome'][] }>
export type WantedRuns = keyof typeof WANTED
export const WANTED_RUNS = Object.keys(WANTED) as WantedRuns[]

/** The arguments of the query `runs` for a filter. */
export const variablesOf = (
  wanted: WantedRuns | null,
): { status?: RunRow['status'][]; outcome?: RunRow['outcome'][] } => {
  const { status, outcome } = { status: undefined, outcome: undefined, ...(wanted && WANTED[wanted]) }
  return { ...(status && { status: [...status] }), ...(outcome && { outcome: [...outcome] }) }
}

/** The filter of a list of runs. */
export interface RunFilter {
  readonly search: string
  readonly status: WantedRuns | null
}

/** A page of a list of runs. */
export interface RunPage extends RunFilter {
  readonly sort: RunOrder
  /** The cursor of the run before it; null for the first. */
  readonly after: string | null
}

/** Words that the server takes in a search. */
const MOST_WORDS = 10

/** A search as the server takes it; null for none. */
export const searchWords = (search: string): string | null => wordsOf(search).join(' ') || null

const wordsOf = (search: string): string[] => search.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)

/**
 * Whether a run belongs to a filtered list: the same rule as the server's, for rows that come by subscription. These
 * have the beginning of a long command line only.
 * @param found the server found it by its words before
 */
export function matches(run: ListedRun, { search, status }: RunFilter, found = false): boolean {
  const wanted = variablesOf(status)
  if (wanted.status && !wanted.status.includes(run.status)) return false
  if (wanted.outcome && !wanted.outcome.includes(run.outcome)) return false
  const labels = run.labels.flatMap(({ name, value }) => [name, value])
  const text = [run.commandLine, run.workingDir, ...labels].join('\n').toLowerCase()
  const words = wordsOf(search.toLowerCase())
  return found || words.every((word) => text.includes(word) || (word.length > 3 && run.id.startsWith(word)))
}

/** The search that finds the runs of a command: enough of it to tell it from others, and short enough for a URL. */
export const searchFor = (commandLine: string): string => commandLine.replace(/…$/, '').slice(0, 200)

/** Whether the daemon hears from a build. */
export const isLive = (run: { readonly status: RunRow['status'] }): boolean => run.status === 'running_live'

/** Compares runs as the server sorts them. */
export const compareBy =
  (sort: RunOrder) =>
  (a: RunRow, b: RunRow): number => {
    const by = sort === 'newest' || sort === 'oldest' ? startOf : tookOf
    const ascending = by(a) - by(b) || Number(a.id > b.id) - Number(a.id < b.id)
    return sort === 'newest' || sort === 'slowest' ? -ascending : ascending
  }

const startOf = ({ startTime }: RunRow): number => Date.parse(startTime)
const tookOf = ({ duration }: RunRow): number => duration ?? 0

/**
 * Puts a changed run into a list, at its place or at the place for a new one. It removes a run that no longer belongs there.
 */
export function place<Run extends RunRow>(
  list: readonly Run[],
  run: Run,
  belongs: boolean,
  sort: RunOrder = 'newest',
): readonly Run[] {
  const at = list.findIndex(({ id }) => id === run.id)
  if (!belongs) return at < 0 ? list : list.toSpliced(at, 1)
  if (at >= 0) return list.with(at, run)
  return [...list, run].sort(compareBy(sort))
}
