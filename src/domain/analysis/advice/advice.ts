/** Which rule gave an advice. */
export type AdviceKind = 'jobs' | 'cores' | 'faster' | 'order' | 'again' | 'repeated' | 'unread' | 'race'

/** Something that would make the build faster, or safer. */
export interface Advice {
  readonly kind: AdviceKind
  /** A sentence; names of processes in it stand between backticks, cut to 60 characters. */
  readonly text: string
  /** Predicted milliseconds of wall time; 0 for advice about correctness. */
  readonly saves: number
  /** The processes that it is about, the most telling first. */
  readonly rows: readonly number[]
}
