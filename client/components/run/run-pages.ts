/** The pages of a run, by the names of their routes. */
export const RUN_PAGES = [
  { name: 'run', word: 'Overview' },
  { name: 'timeline', word: 'Timeline' },
  { name: 'flame', word: 'Flame' },
  { name: 'processes', word: 'Processes' },
  { name: 'critical-path', word: 'Critical path' },
] as const
