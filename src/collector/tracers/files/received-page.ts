import { closeSync } from 'node:fs'
import koffi from 'koffi'
import { libc, type Memory } from '../ptrace/libc.ts'

/** A page of memory. */
const BYTES = 4096
const MFD_CLOEXEC = 1
const PROT_READ_WRITE = 3
const MAP_SHARED = 1

/**
 * The page into which the kernel writes each notification that we receive. It is a file without a name, so that the keeper
 * finds the last notification there, however suddenly we ended.
 */
export interface ReceivedPage {
  readonly fd: number
  /** Its address in our memory. */
  readonly pointer: bigint
}

/** @returns undefined if it cannot be had */
export function openReceivedPage(): ReceivedPage | undefined {
  const fd = memfd('buildspy-received', BYTES)
  if (fd < 0) return undefined
  const mmap = libc.func(
    'intptr_t mmap(void *address, size_t length, int protection, int flags, int fd, int64_t offset)',
  )
  const pointer = BigInt(mmap(null, BYTES, PROT_READ_WRITE, MAP_SHARED, fd, 0) as number | bigint)
  if (pointer !== -1n) return { fd, pointer }
  closeSync(fd)
  return undefined
}

/** The bytes of the page, in whichever thread. */
export const bytesOf = ({ pointer }: Pick<ReceivedPage, 'pointer'>): Memory => ({
  pointer,
  bytes: Buffer.from(koffi.view(pointer, BYTES)),
})

/** A file without a name (memfd_create(2)). @returns its descriptor, close-on-exec; −1 on failure */
export function memfd(name: string, bytes: number, flags = 0): number {
  const create = libc.func('int memfd_create(str name, uint32_t flags)')
  const truncate = libc.func('int ftruncate(int fd, int64_t length)')
  const fd = create(name, MFD_CLOEXEC | flags) as number
  if (fd < 0 || truncate(fd, bytes) === 0) return fd
  closeSync(fd)
  return -1
}
