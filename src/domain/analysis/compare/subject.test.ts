import { expect, it } from 'vitest'
import { subjectOf } from './subject.ts'

it('finds what a command works on', () => {
  expect(
    [
      'gcc -O2 -c -o build/m.o src/m.c',
      '/usr/lib/gcc/cc1 -quiet -imultiarch x86_64-linux-gnu lapi.c -quiet -o /tmp/x.s',
      'ld -plugin x.so -o bin/lua crt1.o',
      'as --64 -o m.o /tmp/cc1.s',
      'sh -c "grep x y"',
      'make -j4 all',
      'make',
      '/usr/libexec/cc1 -quiet -MMD server.d -MF server.d -MP -MT server.o server.c -o /tmp/ccA.s',
      'gcc -MMD -MT x.c -MF .deps/x.d -I lib.c server.c',
      'gcc -MMD server.c',
    ].map(subjectOf),
  ).toEqual(['m.c', 'lapi.c', 'lua', 'm.o', 'grep x y', '-j4 all', '', 'server.c', 'server.c', 'server.c'])
})
