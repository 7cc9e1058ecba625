/** The subject of a finding. */
export type FindingKind =
  | 'failed'
  | 'alone'
  | 'tail'
  | 'parallelism'
  | 'starved'
  | 'waiting'
  | 'pole'
  | 'tiny'
  | 'repeated'
  | 'gaps'
  | 'tool'
  | 'busy'

/** Something that a reader of a run wants to know, in words. */
export interface Finding {
  readonly kind: FindingKind
  /** `bad`: the build failed by it; `warn`: time that could be saved; `note`: good to know. */
  readonly level: 'bad' | 'warn' | 'note'
  /** A sentence; names and numbers of processes in it stand between backticks. */
  readonly text: string
  /** Its cost, as a share of the wall time, for the order. */
  readonly share: number
  /** The processes it names, the most telling first. */
  readonly rows: readonly number[]
}
