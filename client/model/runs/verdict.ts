import { CircleAlert, CircleCheck, CircleX, LoaderCircle, Unplug } from '@lucide/vue'
import type { Component } from 'vue'
import type { RunRow } from './run-list.ts'

/** How a run stands, in a word, with an icon and a tone, so that colour alone never tells. */
export interface Verdict {
  readonly word: string
  readonly tone: 'live' | 'ok' | 'bad' | 'warn'
  readonly icon: Component
}

/** The exit code of a build that was given up because nothing was heard of it. */
const GIVEN_UP = -1

/** Tells how a run stands. */
export function verdictOf({ status, exitCode }: Pick<RunRow, 'status' | 'exitCode'>): Verdict {
  switch (status) {
    case 'running_live':
      return { word: 'Live', tone: 'live', icon: LoaderCircle }
    case 'running':
      return { word: 'Silent', tone: 'warn', icon: CircleAlert }
    case 'completed':
      return { word: 'Passed', tone: 'ok', icon: CircleCheck }
    case 'failed':
      return exitCode === GIVEN_UP
        ? { word: 'Crashed', tone: 'bad', icon: Unplug }
        : { word: 'Failed', tone: 'bad', icon: CircleX }
  }
}

/** Whether a run was given up: it neither ended nor was heard from. */
export const wasGivenUp = (run: Pick<RunRow, 'status' | 'exitCode'>): boolean =>
  run.status === 'failed' && run.exitCode === GIVEN_UP

/** Command and directory of a run, short enough to read: the home of long paths is their end. */
export function shortPath(path: string, most = 40): string {
  if (path.length <= most) return path
  const parts = path.split('/')
  let short = parts.pop() ?? ''
  while (parts.length > 0 && short.length + parts.at(-1)!.length + 3 <= most)
    short = `${parts.pop()}/${short}`
  return `…/${short}`
}
