import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'

/** `ROUNDS=20 python3 test/untouched/matrix.py STATE dist/buildspy.js` asks it more often. */
test('the build is untouched, as each tracer compares with none', { timeout: 240_000 }, async () => {
  const args = [join(import.meta.dirname, 'matrix.py'), compile('state'), BUILDSPY]
  const { stdout, stderr } = await (await execute('python3', args)).done
  expect(stderr).toBe('')
  expect(stdout.toString()).toMatch(/^\d+ comparisons, 0 with a difference\n$/)
})
