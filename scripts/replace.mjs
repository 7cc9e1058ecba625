import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Puts the entries of `fresh` in the place of those of `directory`, by renaming, so that no file is ever half written.
 * Files that are no longer made disappear; `fresh` is gone afterwards.
 * @param {string} directory
 * @param {string} fresh on the same file system
 * @param {{ keep?: readonly string[] }} [options] entries of `directory` that are not ours to touch
 */
export function replaceDirectory(directory, fresh, { keep = [] } = {}) {
  const old = `${fresh}-old`
  rmSync(old, { recursive: true, force: true })
  mkdirSync(old)
  mkdirSync(directory, { recursive: true })
  for (const name of readdirSync(directory)) {
    if (!keep.includes(name)) renameSync(join(directory, name), join(old, name))
  }
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(directory, name))
  rmSync(old, { recursive: true, force: true })
  rmSync(fresh, { recursive: true, force: true })
}
