/** The daemon's questions about the files of a run, for its analysing threads. Lists come a page at a time. */

/** A page of a list: between two of its keys, neither of which is in it. */
export interface KeyRange<Key> {
  readonly after: Key | null
  readonly before: Key | null
  /** Reads backwards from `before`. */
  readonly inverted: boolean
  readonly limit: number
}

/** Which of the files of a run; by name. */
export interface FilesQuestion {
  readonly kind: 'files'
  /** A pattern of `globOf`; null for any name. */
  readonly path: string | null
  /** Only outputs that nobody needed. */
  readonly unused: boolean
  /** Only those that a process of this pid used. */
  readonly pid: number | null
  readonly range: KeyRange<string>
}

/** Which files each of some processes used; by name. */
export interface FilesOfQuestion {
  readonly kind: 'filesOf'
  readonly processes: readonly ProcessPlace[]
  /** Only those used in one of these ways, a sum of `ACCESS`; 0 for any. */
  readonly ways: number
  readonly range: KeyRange<string>
}

/** The users of each of some files, given by their paths; by row. */
export interface UsersQuestion {
  readonly kind: 'fileUsers'
  readonly paths: readonly string[]
  /** In one of these ways, a sum of `ACCESS`. */
  readonly ways: number
  readonly range: KeyRange<number>
}

/** The pids of all users of each of some files. */
export interface PidsQuestion {
  readonly kind: 'filePids'
  readonly paths: readonly string[]
  readonly ways: number
}

/** A question about the files of one run. */
export type FileQuestion = FilesQuestion | FilesOfQuestion | UsersQuestion | PidsQuestion

/** A process: its pid, and its start in nanoseconds since the run's; null if that is not known. */
export interface ProcessPlace {
  readonly pid: number
  readonly begun: number | null
}

/** The answers by the kind of their question; null for a run that was recorded without its files. */
export interface FileAnswers {
  readonly files: FilePage | null
  readonly filesOf: readonly FilesOfProcess[] | null
  readonly fileUsers: readonly UserPage[] | null
  /** By start, with commas between them. */
  readonly filePids: readonly string[] | null
}

/** A page, and how many the whole list has. */
export interface FilePage {
  readonly count: number
  readonly files: readonly UsedFile[]
}

export interface FilesOfProcess extends FilePage {
  /** Its lookups that found nothing. */
  readonly failed: number
}

/** A file with its uses by the selected processes: a sum of `ACCESS`. */
export interface UsedFile {
  readonly path: string
  readonly access: number
}

/** A page, and how many the whole list has. */
export interface UserPage {
  readonly count: number
  readonly users: readonly FileUser[]
}

/** A process that used a file. */
export interface FileUser extends ProcessPlace {
  /** In the columns of `Run.timeline`. */
  readonly row: number
  readonly name: string
  /** How: a sum of `ACCESS`. */
  readonly access: number
}
