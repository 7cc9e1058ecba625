/** A figure that BuildSpy promises. A ratio is taken within one interleaved run, so that it means something anywhere. */
export interface Figure {
  readonly name: string
  readonly unit: '×' | 'ms' | 's' | 'MB' | '%'
  /** Which way is good. */
  readonly better: 'more' | 'less'
  /** The gate; absent if a machine of this size can only show the figure. */
  readonly gate?: number
  readonly goal: number
}

/** The measurements of a figure. */
export interface Reading {
  readonly value: number
  /** The absolute numbers of this machine, in words. */
  readonly detail: string
}

/** The tools of a row. */
export interface Bench {
  /** Smaller sizes, for CI. */
  readonly quick: boolean
  /** How long the soak counts. */
  readonly minutes: number
  /** Reports progress. */
  say(line: string): void
  /** Undoes something after the row, the last first. */
  defer(undo: () => unknown): void
}

/** A row of the table: one or more figures measured together. */
export interface Row {
  readonly name: string
  readonly figures: readonly Figure[]
  /** Cheap enough for CI. */
  readonly cheap?: boolean
  /** @returns a reading for each figure, in their order */
  measure(bench: Bench): Promise<readonly Reading[]>
}

export type Verdict = 'goal' | 'gate' | 'missed' | 'shown'

/** @param loose how much worse than the gate still passes: 2 is twice as bad */
export function verdictOf({ better, gate, goal }: Figure, { value }: Reading, loose = 1): Verdict {
  const reaches = (bound: number) => (better === 'more' ? value >= bound : value <= bound)
  if (reaches(goal)) return 'goal'
  if (gate === undefined) return 'shown'
  return reaches(better === 'more' ? gate / loose : gate * loose) ? 'gate' : 'missed'
}
