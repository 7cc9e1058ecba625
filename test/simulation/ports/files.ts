import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { World } from '../world.ts'

/** The process died in this call. */
class Died extends Error {}

/** The system's error for a call that failed. */
const failed = (call: string, code: string) =>
  Object.assign(new Error(`${code}: simulated, ${call}`), { code })

/**
 * Puts the files below a directory into the hands of a seed: each call may fail, write a part, or be the last of its process.
 * The files are real, so that other processes find them.
 * @param beforeUnlink sees a file before it is deleted
 */
export function takeFiles(
  current: () => World,
  directory: string,
  beforeUnlink: (path: string) => void,
): void {
  const real = { ...fs }
  /** Descriptors, each with a mark of its own, because the system uses a number again. */
  const open = new Map<number, object>()
  const isOurs = (target: unknown) =>
    typeof target === 'string' ? target.startsWith(directory) : open.has(Number(target))

  /** What happens to each call: a dead process calls nothing. */
  const guard = (call: string, mayFail: boolean, tear: () => void = () => {}) => {
    const world = current()
    if (!world.current.isAlive) throw new Died()
    if (world.strikes('diesAtFile', call)) {
      tear()
      world.current.kill()
      throw new Died()
    }
    if (mayFail && world.strikes('fileFails', call))
      throw failed(call, world.random.pick(['EIO', 'ENOSPC', 'EMFILE']))
  }
  const guarded = <Name extends 'renameSync' | 'unlinkSync' | 'ftruncateSync' | 'readdirSync' | 'mkdirSync'>(
    name: Name,
  ) => {
    const call = real[name] as (...args: unknown[]) => unknown
    return (...args: unknown[]) => {
      if (isOurs(args[0])) guard(name, true)
      if (name === 'unlinkSync' && isOurs(args[0])) beforeUnlink(String(args[0]))
      return call(...args)
    }
  }
  Object.assign(fs, {
    renameSync: guarded('renameSync'),
    unlinkSync: guarded('unlinkSync'),
    ftruncateSync: guarded('ftruncateSync'),
    readdirSync: guarded('readdirSync'),
    mkdirSync: guarded('mkdirSync'),
    openSync(path: string, ...rest: [string, number?]) {
      if (!isOurs(path)) return real.openSync(path, ...rest)
      guard('openSync', true)
      const fd = real.openSync(path, ...rest)
      const mark = {}
      open.set(fd, mark)
      current().current.atEnd(() => {
        if (open.get(fd) !== mark) return
        open.delete(fd)
        real.closeSync(fd)
      })
      return fd
    },
    closeSync(fd: number) {
      if (isOurs(fd)) guard('closeSync', false)
      open.delete(fd)
      real.closeSync(fd)
    },
    writeSync(fd: number, bytes: Uint8Array, at: number, length: number, position: number) {
      if (!isOurs(fd)) return real.writeSync(fd, bytes, at, length, position)
      const { random } = current()
      const part = () => real.writeSync(fd, bytes, at, random.below(length), position)
      guard('writeSync', true, part)
      if (length > 1 && current().strikes('shortWrite', 'writeSync'))
        return real.writeSync(fd, bytes, at, 1 + random.below(length - 1), position)
      return real.writeSync(fd, bytes, at, length, position)
    },
    readSync(fd: number, ...rest: [Uint8Array, number, number, number | null]) {
      if (isOurs(fd)) guard('readSync', true)
      return real.readSync(fd, ...rest)
    },
  })
  Object.defineProperty(process, 'pid', { get: () => current().current.pid })
  process.kill = (pid) => {
    if (current().isAlive(pid)) return true
    throw failed('kill', 'ESRCH')
  }
  syncBuiltinESMExports()
}
