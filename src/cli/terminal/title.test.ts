import { expect, test } from 'vitest'
import { widthOf } from './columns.ts'
import { titleOf } from './title.ts'

const CC1 =
  '/usr/lib/gcc/cc1 -quiet -imultiarch x86_64-linux-gnu -D LUA_USE_LINUX src/lapi.c -quiet -o /tmp/x.s'

test.each([
  ['cc1', '/usr/lib/gcc/cc1 -O2 a.c', 40, 'cc1 -O2 a.c'],
  ['cc1', '', 40, 'cc1'],
  ['cc1', "'/opt/my tools/cc1' -O2 a.c", 40, 'cc1 -O2 a.c'],
  ['cc1', CC1, 60, 'cc1 -quiet -imultiarch x86_64-linux-gnu -D … src/lapi.c'],
  ['cc1', CC1, 30, 'cc1 -quiet … src/lapi.c'],
  ['cc1', CC1, 17, 'cc1 … lapi.c'],
  ['cc1', CC1, 8, 'cc1 … l…'],
  ['gcc', 'gcc -c lapi.c -Wall -Wextra', 20, 'gcc -c lapi.c -Wall…'],
  ['collect2', 'collect2 -plugin /usr/lib/liblto.so -lto -o lua', 30, 'collect2 -plugin … lua'],
  ['sh', "sh -c 'cd src && make linux'", 20, "sh -c 'cd src && ma…"],
  ['ls', 'ls one two three four', 12, 'ls one two …'],
])('%s %s in %i columns', (name, commandLine, columns, title) => {
  expect(titleOf(name, commandLine, columns)).toBe(title)
  expect(widthOf(title)).toBeLessThanOrEqual(columns)
})

test('without a limit, a title is whole', () => {
  expect(titleOf('cc1', CC1, Infinity)).toBe(CC1.replace('/usr/lib/gcc/', ''))
})
