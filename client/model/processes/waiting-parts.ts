import type { ProcessWaitingQuery } from '../../gql/graphql.ts'

/** How a process spent its time, in milliseconds; null where nothing measured it. */
export type Waiting = NonNullable<NonNullable<ProcessWaitingQuery['run']>['processAt']>['waiting']

/** Milliseconds of each kind, of a process or of many; null where nothing measured it. */
export type KindTimes = { readonly [Kind in keyof typeof WAIT_COLOURS]?: number | null }

/** A kind of time, as a part of a bar. */
export interface WaitingPart {
  readonly word: string
  readonly colour: string
  /** Milliseconds. */
  readonly time: number
  /** Of all kinds together. */
  readonly share: number
}

/** The kinds of time as colours of the style sheet. */
export const WAIT_COLOURS = {
  onCpu: 'chart',
  runQueue: 'bad',
  disk: 'warn',
  children: 'slice-3',
  other: 'line-strong',
} as const satisfies Partial<Record<keyof Waiting, string>>

const KINDS = [
  ['onCpu', 'On a processor'],
  ['runQueue', 'Waited for a processor'],
  ['disk', 'Waited for a disk'],
  ['children', 'Waited for children'],
  ['other', 'Other waiting'],
] as const satisfies readonly (readonly [keyof typeof WAIT_COLOURS, string])[]

/** The kinds that took time, in a fixed order. */
export function waitingParts(waiting: KindTimes): WaitingPart[] {
  const times = KINDS.map(([kind, word]) => ({
    word,
    colour: `var(--${WAIT_COLOURS[kind]})`,
    time: waiting[kind] ?? 0,
  }))
  const total = times.reduce((sum, { time }) => sum + time, 0)
  return times.filter(({ time }) => time > 0).map((part) => ({ ...part, share: part.time / total }))
}
