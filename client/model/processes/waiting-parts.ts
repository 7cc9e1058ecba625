import type { ProcessWaitingQuery } from '../../gql/graphql.ts'

/** How a process spent its time, in milliseconds; null where nothing measured it. */
export type Waiting = NonNullable<NonNullable<ProcessWaitingQuery['run']>['processAt']>['waiting']

/** A kind of time, as a part of a bar. */
export interface WaitingPart {
  readonly word: string
  readonly colour: string
  /** Milliseconds. */
  readonly time: number
  /** Of all kinds together. */
  readonly share: number
}

const KINDS = [
  ['onCpu', 'On a processor', 'var(--chart)'],
  ['runQueue', 'Waited for a processor', 'var(--bad)'],
  ['disk', 'Waited for a disk', 'var(--warn)'],
  ['children', 'Waited for children', 'var(--slice-4)'],
  ['other', 'Other waiting', 'var(--line-strong)'],
] as const satisfies readonly (readonly [keyof Waiting, string, string])[]

/** The kinds that took time, in a fixed order. */
export function waitingParts(waiting: Waiting): WaitingPart[] {
  const times = KINDS.map(([kind, word, colour]) => ({ word, colour, time: waiting[kind] ?? 0 }))
  const total = times.reduce((sum, { time }) => sum + time, 0)
  return times.filter(({ time }) => time > 0).map((part) => ({ ...part, share: part.time / total }))
}
