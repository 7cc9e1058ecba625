import { expect, it } from 'vitest'
import { processesOf } from '../../../../test/support/processes.ts'
import { run, two, verdict } from '../../../../test/support/verdicts.ts'
import { ACCESS } from '../recorded.ts'

it('work that the build before did as well, and why; but not after a clean', () => {
  const filed = (access: number) =>
    run(1000, two(1000), {
      files: {
        names: ['/src/a.c', '/src/a.o', '/src/b.c'],
        first: [0, 0, 2, 3],
        file: [0, 1, 2],
        access: [ACCESS.READ, access, ACCESS.READ],
      },
    })
  const [over, anew] = [filed(ACCESS.WRITTEN), filed(ACCESS.WRITTEN | ACCESS.CREATED)]
  expect(verdict(over, { previous: over }).text).toMatch(
    /, with the same command lines\. `cc1 [ab]\.c` ran again with the same input as in the build before, and no recorded process wrote one: needless, unless somebody edited `[ab]\.c`\.$/,
  )
  const missing = { ...anew, processes: processesOf(two(1000).slice(0, 2)) }
  expect(verdict(missing, { previous: missing }).kind).not.toBe('rebuild')
})
