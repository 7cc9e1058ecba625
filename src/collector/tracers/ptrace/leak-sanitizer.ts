import { basename } from 'node:path'
import type { Executable } from './elf.ts'

/**
 * LeakSanitizer, alone or with AddressSanitizer or HWAddressSanitizer: GCC's `libasan.so.8`, Clang's
 * `libclang_rt.asan-x86_64.so`, Rust's `librustc-stable_rt.lsan.so`.
 */
const RUNTIME = /^lib(?:(?:clang|rustc[\w-]*)_rt\.)?(?:hwasan|asan|lsan)(?![a-z])/

/** Functions that an instrumented program calls at its start. */
const STARTS = ['__asan_init', '__lsan_init', '__hwasan_init']

/** LeakSanitizer's own message under another tracer. */
const EXCUSE = 'LeakSanitizer has encountered a fatal error'

/** Whether a program brings LeakSanitizer, which traces its own process to find leaks and cannot beside a tracer. */
export function carriesLeakSanitizer(executable: Executable): boolean {
  if (executable.libraries.some((library) => RUNTIME.test(library))) return true
  if (STARTS.some((symbol) => executable.imports(symbol) || executable.exports(symbol))) return true
  // Linked in, it offers an allocator of its own, or all is linked in: only then are the constants worth reading.
  return (executable.isStatic || executable.exports('malloc')) && executable.mentions(EXCUSE)
}

/** Whether an environment has the dynamic linker load LeakSanitizer into whatever is run (ld.so(8)). */
export function preloadsLeakSanitizer(environment: Buffer): boolean {
  if (!environment.includes('LD_PRELOAD=')) return false
  return valuesOf(environment, 'LD_PRELOAD').some((value) =>
    value.split(/[ :]/).some((library) => RUNTIME.test(basename(library))),
  )
}

/**
 * Whether an environment lets a program look for leaks, as it does by default: each variable holds options, of which the
 * last one counts, and those of LSAN_OPTIONS count most.
 */
export function detectsLeaks(environment: Buffer): boolean {
  let detects = true
  for (const variable of ['ASAN_OPTIONS', 'HWASAN_OPTIONS', 'LSAN_OPTIONS']) {
    for (const options of valuesOf(environment, variable)) {
      for (const option of options.split(/[\s,:]+/)) {
        // More options may be in a file.
        if (/^include(?:_if_exists)?=/.test(option)) return true
        const value = /^detect_leaks=['"]?(\w+)/.exec(option)?.[1]
        if (value !== undefined) detects = !['0', 'no', 'false'].includes(value)
      }
    }
  }
  return detects
}

function valuesOf(environment: Buffer, variable: string): string[] {
  return environment
    .toString('latin1')
    .split('\0')
    .filter((text) => text.startsWith(`${variable}=`))
    .map((text) => text.slice(variable.length + 1))
}
