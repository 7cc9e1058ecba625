/** A system call on files, with the indices of its arguments, or −1 for an argument that it lacks. */
export interface FileCall {
  readonly does:
    | 'open'
    | 'open how'
    | 'create'
    | 'rename'
    | 'link'
    | 'name'
    | 'remove'
    | 'make'
    | 'enter'
    | 'enter open'
    | 'truncate'
  /** The directory that a relative path begins at, and the path. */
  readonly at: number
  readonly path: number
  /** The same of a second path. */
  readonly at2: number
  readonly path2: number
  readonly flags: number
}

const call = (
  does: FileCall['does'],
  at: number,
  path: number,
  flags = -1,
  at2 = -1,
  path2 = -1,
): FileCall => ({
  does,
  at,
  path,
  at2,
  path2,
  flags,
})

const OPENAT = call('open', 0, 1, 2)
const OPENAT2 = call('open how', 0, 1, 2)
const RENAMEAT = call('rename', 0, 1, -1, 2, 3)
const RENAMEAT2 = call('rename', 0, 1, 4, 2, 3)
const LINKAT = call('link', 0, 1, -1, 2, 3)
const SYMLINKAT = call('name', 1, 2)
const UNLINKAT = call('remove', 0, 1)
const MKDIRAT = call('make', 0, 1)
const CHDIR = call('enter', -1, 0)
const FCHDIR = call('enter open', 0, -1)
const TRUNCATE = call('truncate', -1, 0)

/** The calls by number, for each processor (Linux's syscall tables). */
const CALLS: Partial<Record<string, ReadonlyMap<number, FileCall>>> = {
  x64: new Map([
    [257, OPENAT],
    [2, call('open', -1, 0, 1)],
    [437, OPENAT2],
    [85, call('create', -1, 0)],
    [82, call('rename', -1, 0, -1, -1, 1)],
    [264, RENAMEAT],
    [316, RENAMEAT2],
    [86, call('link', -1, 0, -1, -1, 1)],
    [265, LINKAT],
    [88, call('name', -1, 1)],
    [266, SYMLINKAT],
    [87, call('remove', -1, 0)],
    [263, UNLINKAT],
    [84, call('remove', -1, 0)],
    [83, call('make', -1, 0)],
    [258, MKDIRAT],
    [80, CHDIR],
    [81, FCHDIR],
    [76, TRUNCATE],
  ]),
  arm64: new Map([
    [56, OPENAT],
    [437, OPENAT2],
    [38, RENAMEAT],
    [276, RENAMEAT2],
    [37, LINKAT],
    [36, SYMLINKAT],
    [35, UNLINKAT],
    [34, MKDIRAT],
    [49, CHDIR],
    [50, FCHDIR],
    [45, TRUNCATE],
  ]),
}

/** The calls on files of this processor, by number; undefined for a processor that we do not know. */
export const fileCalls: ReadonlyMap<number, FileCall> | undefined = CALLS[process.arch]
