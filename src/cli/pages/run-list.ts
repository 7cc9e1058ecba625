import type { RunFactsFragment } from '../../gql/cli/graphql.ts'
import { duration, localTime, whole } from '../terminal/format.ts'
import { table, type Column } from '../terminal/table.ts'
import { titleOf } from '../terminal/title.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'ID' },
  { heading: 'STARTED', goes: 3 },
  { heading: 'STATUS' },
  { heading: 'DURATION', align: 'right', goes: 4 },
  { heading: 'CPU', align: 'right', goes: 1 },
  { heading: 'PROCESSES', align: 'right', goes: 2 },
]

/** The table of runs. @param width columns of the terminal */
export const runList = (runs: readonly RunFactsFragment[], width: number): string[] =>
  table(
    COLUMNS,
    'COMMAND',
    runs.map((run) => ({
      cells: [
        run.shortId,
        localTime(run.startTime),
        run.pinned ? `${statusOf(run)}, pinned` : statusOf(run),
        run.duration === null ? '' : duration(run.duration),
        run.cpuTime === null ? '' : duration(run.cpuTime),
        whole(run.processCount),
      ],
      title: (room) => commandOf(run, room),
    })),
    width,
  )

const WORDS = { RUNNING: 'running', SUCCEEDED: 'ok', INTERRUPTED: 'interrupted', CRASHED: 'lost' } as const

/** The command of a run as it was given, in so many columns at most. */
export const commandOf = ({ commandLine }: Pick<RunFactsFragment, 'commandLine'>, columns: number): string =>
  titleOf(commandLine.split(' ', 1)[0]!, commandLine, columns)

/** `ok`, `failed (2)`, `interrupted`, `lost`, `running`. */
export function statusOf({ outcome, exitCode }: Pick<RunFactsFragment, 'outcome' | 'exitCode'>): string {
  if (outcome === 'FAILED') return `failed (${exitCode ?? '?'})`
  return WORDS[outcome]
}
