import { expect, it } from 'vitest'
import { normaliseCommandLine, relativeDirectory } from './command-line.ts'

const same = (a: string, b: string) =>
  expect(normaliseCommandLine(a, '/home/a/app')).toBe(normaliseCommandLine(b, '/ci/build-7'))

it('forgets temporary files, process ids and the directory of the run', () => {
  same('as -o lapi.o /tmp/ccUUUwtK.s', 'as -o lapi.o /tmp/ccx71bZq.s')
  same(
    'collect2 -plugin-opt=-fresolution=/tmp/ccHyYkxD.res',
    'collect2 -plugin-opt=-fresolution=/tmp/ccAAAAAA.res',
  )
  same('sh /tmp/tmp.Ab12Cd34Ef/x.sh', 'sh /tmp/tmp.Zz98Yy76Xx/x.sh')
  same('make --jobserver-auth=fifo:/tmp/GMfifo1234', 'make --jobserver-auth=fifo:/tmp/GMfifo98')
  same('gcc -I/home/a/app/include /home/a/app/x.c', 'gcc -I/ci/build-7/include /ci/build-7/x.c')
  same('cat /home/a/app', 'cat /ci/build-7')
})

it('keeps what tells commands apart', () => {
  const plain = 'cc1 -O2 /usr/include/x.h /tmp/config.h src/cc123456.c /home/a/app2/y.c -j12'
  expect(normaliseCommandLine(plain, '/home/a/app')).toBe(plain)
})

it('shows directories as seen from the run', () => {
  expect(relativeDirectory('/src/app', '/src/app')).toBe('.')
  expect(relativeDirectory('/src/app/lib', '/src/app')).toBe('./lib')
  expect(relativeDirectory('/usr/lib', '/src/app')).toBe('/usr/lib')
})
