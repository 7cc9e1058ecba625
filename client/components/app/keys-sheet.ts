import { TIMELINE_KEYS } from '../../canvas/timeline-keys.ts'

type Keys = readonly (readonly [keys: string, what: string])[]

/** All keys of the dashboard, by the place where they work. */
export const KEYS: readonly (readonly [where: string, keys: Keys])[] = [
  [
    'Everywhere',
    [
      ['Ctrl K', 'go to a run or a page'],
      ['?', 'these keys'],
      ['/', 'search'],
    ],
  ],
  [
    'Runs',
    [
      ['↑ ↓', 'from row to row'],
      ['Space', 'select'],
      ['Shift ↑ ↓', 'select a range'],
      ['Ctrl A', 'select all'],
      ['Enter', 'open'],
      ['Delete', 'delete what is selected'],
      ['Esc', 'select nothing'],
    ],
  ],
  ['Timeline', [...TIMELINE_KEYS, ['Enter', 'next match, in the search'], ['Shift Enter', 'previous match']]],
  [
    'Flame',
    [
      ['↑ ↓ ← →', 'parent, child, sibling'],
      ['Enter', 'zoom'],
      ['Esc', 'show all'],
    ],
  ],
  [
    'Processes',
    [
      ['↑ ↓', 'from row to row'],
      ['← →', 'fold and unfold; to the parent, to the children'],
      ['Enter', 'show in the timeline'],
    ],
  ],
]
