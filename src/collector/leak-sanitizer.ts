import { readFileSync } from 'node:fs'

/** The runtime by its library, as a program names what it needs; or, where it is linked in, by its own excuse. */
const LIBRARY = /^lib[al]san\.so\.\d+$/
const BEFORE_LIBRARY = ['\0libasan.so.', '\0liblsan.so.']
const EXCUSE = 'LeakSanitizer has encountered a fatal error'

/** How a program with AddressSanitizer or LeakSanitizer ends that could not look for leaks, by default. */
export const SANITIZER_EXIT_CODES: readonly number[] = [1, 23]

/**
 * Whether a program looks for leaks at its end by tracing itself (LeakSanitizer), which it cannot under a tracer. Reads
 * the whole file: it is asked only of a program that has failed, once.
 */
export function looksForLeaks(file: string): boolean {
  try {
    const bytes = readFileSync(file)
    return bytes.includes(EXCUSE) || BEFORE_LIBRARY.some((text) => isLibrary(bytes, text))
  } catch {
    // It is gone, or may be executed but not read.
    return false
  }
}

/** A compiler speaks of the library's parts as well: only its whole name counts. */
function isLibrary(bytes: Buffer, text: string): boolean {
  const at = bytes.indexOf(text) + 1
  return at > 0 && LIBRARY.test(bytes.toString('latin1', at, bytes.indexOf(0, at)))
}
