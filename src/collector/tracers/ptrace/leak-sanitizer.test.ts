import { expect, test } from 'vitest'
import { carriesLeakSanitizer, detectsLeaks, preloadsLeakSanitizer } from './leak-sanitizer.ts'

const environment = (...variables: string[]): Buffer =>
  Buffer.from(variables.map((text) => `${text}\0`).join(''))

const executable = (facts: { libraries?: string[]; imports?: string; exports?: string; text?: string }) => ({
  libraries: facts.libraries ?? [],
  imports: (symbol: string) => symbol === facts.imports,
  exports: (symbol: string) => symbol === facts.exports,
  isStatic: false,
  mentions: (text: string) => facts.text?.includes(text) ?? false,
})

test.each([
  ['GCC, shared', { libraries: ['libasan.so.8', 'libc.so.6'] }],
  ['GCC, alone', { libraries: ['liblsan.so.0'] }],
  ['Clang, shared', { libraries: ['libclang_rt.asan-x86_64.so'] }],
  ['Clang, HWAddressSanitizer', { libraries: ['libclang_rt.hwasan-aarch64.so'] }],
  ['Rust', { libraries: ['librustc-nightly_rt.lsan.so'] }],
  ['Clang, linked in', { exports: '__asan_init' }],
  ['GCC, linked in', { exports: 'malloc', text: 'LeakSanitizer has encountered a fatal error' }],
])('%s brings LeakSanitizer', (_name, facts) => {
  expect(carriesLeakSanitizer(executable(facts))).toBe(true)
})

test.each([
  ['a plain program', { libraries: ['libc.so.6'] }],
  ['other sanitizers', { libraries: ['libubsan.so.1', 'libtsan.so.2', 'libclang_rt.ubsan_standalone.so'] }],
  ['a library of a similar name', { libraries: ['libasantec.so.1', 'libflasan.so'] }],
  ['an allocator of its own', { exports: 'malloc', text: 'jemalloc' }],
  ['a compiler that speaks of it', { text: 'LeakSanitizer has encountered a fatal error' }],
])('%s brings none', (_name, facts) => {
  expect(carriesLeakSanitizer(executable(facts))).toBe(false)
})

test.each([
  ['LD_PRELOAD=/usr/lib/libasan.so.8', true],
  ['LD_PRELOAD=libfakeroot.so:/usr/lib/gcc/libasan.so', true],
  ['LD_PRELOAD=libfakeroot.so libclang_rt.asan-x86_64.so', true],
  ['LD_PRELOAD=libfakeroot.so', false],
  ['MY_LD_PRELOAD=libasan.so', false],
])('%s preloads it: %s', (variable, preloads) => {
  expect(preloadsLeakSanitizer(environment('A=1', variable, 'B=2'))).toBe(preloads)
})

test.each([
  [[], true],
  [['ASAN_OPTIONS=detect_leaks=0'], false],
  [['ASAN_OPTIONS=verbosity=1:detect_leaks=false:color=always'], false],
  [['ASAN_OPTIONS=detect_leaks=0,detect_leaks=1'], true],
  [['LSAN_OPTIONS=detect_leaks=1', 'ASAN_OPTIONS=detect_leaks=0'], true],
  [["ASAN_OPTIONS=detect_leaks='no'"], false],
  [['ASAN_OPTIONS=detect_leaks=0:include=/etc/options'], true],
  [['ASAN_OPTIONS=no_detect_leaks=0'], true],
])('%s: leaks are looked for: %s', (variables, detects) => {
  expect(detectsLeaks(environment(...variables))).toBe(detects)
})
