import { cutText } from '../../../src/domain/analysis/cut-text.ts'
import { visible } from '../../../src/domain/analysis/visible.ts'
import type { ListedRun } from './run-list.ts'

type Label = ListedRun['labels'][number]

/** A label of a run as lists show it. */
export interface Chip {
  readonly name: string
  /** Short and visible. */
  readonly text: string
  /** What finds the runs that have it. */
  readonly search: string
}

const LONGEST = 28
/** Digits of a commit, as git shows them. */
const COMMIT = 8
/** These tell runs apart best. */
const FIRST = ['branch', 'commit']

/** The labels that a list has room for: branch and commit first. */
export function chipsOf(labels: readonly Label[], most: number): Chip[] {
  const place = ({ name }: Label) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return labels
    .toSorted((a, b) => place(a) - place(b))
    .slice(0, most)
    .map(({ name, value }) => {
      const commit = /^[0-9a-f]{9,}$/i.test(value)
      return {
        name: visible(cutText(name, LONGEST)),
        text: commit ? value.slice(0, COMMIT) : visible(cutText(value, LONGEST)),
        search: commit ? value.slice(0, COMMIT) : value,
      }
    })
}
