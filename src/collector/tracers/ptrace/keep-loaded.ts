import { readFileSync } from 'node:fs'
import type { LibraryHandle } from 'koffi'

/** dlopen(3): look only, load nothing; never unload. */
const RTLD_LAZY = 1
const RTLD_NOLOAD = 4
const RTLD_NODELETE = 0x1000

/**
 * Keeps the addon of koffi in memory until the process ends. Node unloads the addons of a thread that ends. Once, a build's end was
 * seen to hang there, in a destructor of the addon that waited for a lock; with the addon kept, that was not seen again.
 */
export function keepLoaded(libc: LibraryHandle): void {
  const path = /\/\S*koffi[^\s/]*\.node$/m.exec(readFileSync('/proc/self/maps', 'utf8'))?.[0]
  if (path === undefined) return
  const dlopen = libc.func('void *dlopen(str path, int flags)')
  dlopen(path, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE)
}
