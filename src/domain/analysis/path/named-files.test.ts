import { expect, it } from 'vitest'
import { filesNamedBy } from './named-files.ts'

it.each([
  ['cc -c src/a.c', ['/b/a.o'], '/b/src/a.c'],
  ['cc -O2 -o ../x a.o b.o', ['/x'], '/b/a.o'],
  ['ld -o x main.o -L../lib -lz', ['/b/x'], '/lib/libz.a'],
  ['ar rcs lib.a a.o b.o', ['/b/lib.a'], '/b/b.o'],
  ["/bin/sh -c 'gen < in > out.h && touch out.stamp'", ['/b/out.h', '/b/out.stamp'], '/b/in'],
  ['install -m 755 x /usr/bin/x', ['/usr/bin/x'], '/b/x'],
])('%s writes %j and may read %s', (commandLine, outputs, input) => {
  const named = filesNamedBy(commandLine, '/b')
  expect(named.outputs).toEqual(outputs)
  expect(named.inputs).toContain(input)
  for (const output of outputs) expect(named.inputs).not.toContain(output)
})

it('understands no script that goes elsewhere, and no command of an unknown directory', () => {
  const none = { inputs: [], outputs: [] }
  expect(filesNamedBy("sh -c 'cd sub && cc -o x x.c'", '/b')).toEqual(none)
  expect(filesNamedBy('cc -o x x.c', '')).toEqual(none)
})

it('takes no time that grows faster than a hostile command line', () => {
  const words = (word: string) => `touch ${Array.from({ length: 20_000 }, (_, i) => `${word}${i}`).join(' ')}`
  expect(filesNamedBy(words('f'), '/b').outputs.length).toBeGreaterThan(1000)
  expect(filesNamedBy(words('-l').replace('touch', 'ld -La -Lb'), '/b').inputs).toHaveLength(2 * 2 * 50 + 1)
})
