import { ACCESS } from './access.ts'
import type { FileCall } from './calls.ts'
import { find, mayOpen } from './file-system.ts'
import { normal } from './normal.ts'

/** A path of a call. */
export interface Path {
  /** Absolute, not normalised, latin-1. */
  readonly whole: string
  /** By which we find it. */
  readonly lookup: string
}

/** Receives the intended effects of calls. */
export interface UseSink {
  use(name: string, access: number): void
  /** The call will not find its file. */
  failed(): void
}

// open(2); O_DIRECTORY and O_NOFOLLOW have another number on arm64.
const isArm = process.arch === 'arm64'
const ACCESS_MODE = 0o3
const WRITE_ONLY = 0o1
const O_CREAT = 0o100
const O_EXCL = 0o200
const O_TRUNC = 0o1000
const O_DIRECTORY = isArm ? 0o40000 : 0o200000
const O_NOFOLLOW = isArm ? 0o100000 : 0o400000
const O_PATH = 0o10000000
const O_TMPFILE = 0o20000000
const RENAME_EXCHANGE = 2

/** The flags of creat(2). */
export const CREAT_FLAGS = O_CREAT | WRITE_ONLY | O_TRUNC

/** Other processes find other files under these names than we. */
const OWN = /^\/(?:proc\/(?:self|thread-self)|dev\/(?:fd|std(?:in|out|err)))(?:\/|$)/

/**
 * What a call that has not been done yet is going to do, by what is there now.
 * @param flags of the call, if it has any
 */
export function foresee(
  does: FileCall['does'],
  path: Path,
  other: Path | undefined,
  flags: number,
  sink: UseSink,
): void {
  const name = normal(path.whole)
  if (does === 'open') return open(name, path, flags, sink)
  const found = lookUp(path, does === 'truncate' || does === 'enter')
  switch (does) {
    case 'make':
    case 'name':
      return appear(
        name,
        path,
        found,
        does === 'make' ? ACCESS.CREATED : ACCESS.CREATED | ACCESS.LINKED,
        sink,
      )
    case 'enter':
      return found === 'directory' ? sink.use(name, ACCESS.LISTED) : sink.failed()
    case 'remove':
      return found === 'nothing' ? sink.failed() : sink.use(name, ACCESS.REMOVED)
    case 'truncate':
      return found === 'file' ? sink.use(name, ACCESS.WRITTEN) : sink.failed()
    case 'rename':
      if (found === 'nothing') return sink.failed()
      sink.use(name, (flags & RENAME_EXCHANGE) === 0 ? ACCESS.REMOVED : ACCESS.LINKED)
      if (other) sink.use(normal(other.whole), ACCESS.LINKED)
      return undefined
    case 'link':
      if (found === 'nothing') return sink.failed()
      sink.use(name, ACCESS.READ)
      if (other) appear(normal(other.whole), other, lookUp(other, false), ACCESS.LINKED, sink)
      return undefined
    default:
      return undefined
  }
}

const lookUp = ({ whole, lookup }: Path, follows: boolean) =>
  OWN.test(whole) ? 'file' : find(lookup, follows)

function open(name: string, path: Path, flags: number, sink: UseSink): void {
  const found = lookUp(path, (flags & O_NOFOLLOW) === 0)
  const mode = flags & ACCESS_MODE
  const writes = mode !== 0 && (flags & O_PATH) === 0
  // A file without a name, in a directory.
  if ((flags & O_TMPFILE) === O_TMPFILE) return found === 'directory' ? undefined : sink.failed()
  if (found === 'nothing') {
    if ((flags & O_CREAT) === 0 || !hasParent(path)) return sink.failed()
    return sink.use(name, ACCESS.CREATED | (writes ? ACCESS.WRITTEN : 0))
  }
  if ((flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL)) return undefined
  if (found === 'directory') return writes ? undefined : sink.use(name, ACCESS.LISTED)
  // It fails, but it did find something.
  if ((flags & O_DIRECTORY) !== 0 || (found === 'link' && (flags & O_PATH) === 0)) return undefined
  const reads = mode !== WRITE_ONLY
  if ((flags & O_PATH) === 0 && !OWN.test(path.whole) && !mayOpen(path.lookup, reads, writes))
    return sink.failed()
  const isReplaced = writes && (flags & O_TRUNC) !== 0
  return sink.use(name, (reads && !isReplaced ? ACCESS.READ : 0) | (writes ? ACCESS.WRITTEN : 0))
}

/** Records that a name appears. */
function appear(name: string, path: Path, found: string, access: number, sink: UseSink): void {
  if (found !== 'nothing') return
  if (hasParent(path)) sink.use(name, access)
  else sink.failed()
}

function hasParent({ lookup }: Path): boolean {
  const end = lookup.replace(/\/+$/, '').lastIndexOf('/')
  return end <= 0 || find(lookup.slice(0, end)) === 'directory'
}
