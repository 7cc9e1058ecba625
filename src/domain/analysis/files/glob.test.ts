import fc from 'fast-check'
import { expect, test } from 'vitest'
import { globOf } from './glob.ts'

test.each([
  ['*.o', '/src/lua.o', true],
  ['*.o', '/src/lua.o.d', false],
  ['lua.o', '/src/lua.o', true],
  ['lua.o', '/src/xlua.o', false],
  ['src/*.c', '/home/a/src/lua.c', true],
  ['src/*.c', '/home/a/src/deep/lua.c', false],
  ['src/**/*.c', '/home/a/src/deep/er/lua.c', true],
  ['src/**/*.c', '/home/a/src/lua.c', true],
  ['/src/*', '/home/src/a', false],
  ['/usr/**', '/usr/include/stdio.h', true],
  ['/usr/**.h', '/usr/include/sys/stat.h', true],
  ['a**/b', '/ab', false],
  ['?.h', '/a.h', true],
  ['?.h', '/ab.h', false],
  ['a[1].c', '/a[1].c', true],
  ['*\\x0a*', '/a\\x0ab', true],
  ['', '/', true],
  ['', '/a', false],
])('%s and %s: %s', (pattern, path, expected) => {
  expect(globOf(pattern)(path)).toBe(expected)
})

test('matches as the regular expression of the same meaning does', () => {
  const names = fc
    .array(fc.constantFrom('a', 'b', '/', 'ab'), { maxLength: 9 })
    .map((parts) => `/${parts.join('')}`)
  const patterns = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '?', '**'), { maxLength: 7 })
    .map((parts) => `/${parts.join('')}`.replaceAll(/\*{3,}/g, '**'))
  const regexOf = (pattern: string) =>
    new RegExp(
      `^${pattern.replaceAll(/(?<=^|\/)\*\*\/|\*\*|\*|\?/g, (token) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' })[token]!)}$`,
    )
  fc.assert(
    fc.property(patterns, names, (pattern, name) => {
      expect(globOf(pattern)(name)).toBe(regexOf(pattern).test(name))
    }),
    { numRuns: 5000 },
  )
})

test('a pattern of many wildcards does not take for ever', () => {
  const pattern = '**a'.repeat(200)
  expect(globOf(`${pattern}b`)(`/${'a'.repeat(4096)}`)).toBe(false)
})
