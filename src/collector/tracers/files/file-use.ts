/** How many names are kept of one run, and how many bytes they may have together: beyond, uses are only counted. */
export const MOST_NAMES = 200_000
export const MOST_NAME_BYTES = 32 * 1024 * 1024

/** The records of the files journal, in the order of the events. Times are nanoseconds on the shared clock. */
export type FileRecord =
  /** The next id, 0 first, stands for this absolute name: its bytes as latin-1. */
  | { readonly type: 'name'; readonly name: string }
  /** `access` is a sum of `ACCESS`; `id` is `BEYOND` past the limits. */
  | {
      readonly type: 'use'
      readonly pid: number
      readonly time: number
      readonly id: number
      readonly access: number
    }
  /** A lookup found nothing. */
  | { readonly type: 'failed'; readonly pid: number; readonly time: number }
  /** The path of a call could not be read. */
  | { readonly type: 'unread'; readonly pid: number; readonly time: number }

/** Stands for a name that was not kept. */
export const BEYOND = 0xffffffff

/** The kinds in the journal, one byte each. */
export const KIND = { name: 1, use: 2, failed: 3, unread: 4 } as const
