import koffi from 'koffi'
import { allocate, errno, libc } from '../ptrace/libc.ts'

/** The kind of file at a path. */
export type Found = 'file' | 'directory' | 'link' | 'nothing'

const SYS_STATX: Partial<Record<string, number>> = { x64: 332, arm64: 291 }
const AT_FDCWD = -100
const AT_SYMLINK_NOFOLLOW = 0x100
const STATX_TYPE = 1
const MODE_OFFSET = 28
const TYPE = 0o170000
const DIRECTORY = 0o040000
const LINK = 0o120000
const R_OK = 4
const W_OK = 2

const path = allocate(3 * 4096)
const answer = allocate(256)
const link = allocate(4096)
const c = {
  statx: libc.func('syscall', 'long', ['long', 'int', 'void *', 'int', 'uint32_t', 'void *']),
  access: libc.func('int access(void *path, int mode)'),
  readlink: libc.func('int64_t readlink(str path, void *buffer, size_t size)'),
}
const number = SYS_STATX[process.arch]!
/** Root may do everything; for others, a file that is there may still be closed to them. */
const isRoot = process.getuid!() === 0

/** Looks what is there. @param name as latin-1 @param follows whether a symbolic link is followed */
export function find(name: string, follows = true): Found {
  put(name)
  const flags = follows ? 0 : AT_SYMLINK_NOFOLLOW
  if (Number(c.statx(number, AT_FDCWD, path.pointer, flags, STATX_TYPE, answer.pointer)) !== 0) {
    // A name that is too long for us may be valid for a process that has opened its directory.
    return koffi.errno() === errno['ENAMETOOLONG'] ? 'file' : 'nothing'
  }
  const type = answer.bytes.readUInt16LE(MODE_OFFSET) & TYPE
  return type === DIRECTORY ? 'directory' : type === LINK ? 'link' : 'file'
}

/** Whether a file that was found may be opened so. */
export function mayOpen(name: string, reads: boolean, writes: boolean): boolean {
  if (isRoot) return true
  put(name)
  return c.access(path.pointer, (reads ? R_OK : 0) | (writes ? W_OK : 0)) === 0
}

function put(name: string): void {
  const end = path.bytes.write(name, 0, path.bytes.length - 1, 'latin1')
  path.bytes[end] = 0
}

/** Where a symbolic link of /proc leads, as latin-1. @returns undefined if it cannot be read */
export function target(name: string): string | undefined {
  const length = Number(c.readlink(name, link.pointer, link.bytes.length))
  return length > 0 ? link.bytes.toString('latin1', 0, length) : undefined
}
