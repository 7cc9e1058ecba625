import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { bodies } from '../../test/fuzz/odd.ts'
import { aBuild } from '../../test/support/builds.ts'
import { parseJson } from './parse.ts'
import { quickCheck } from './quick-check.ts'
import { submission } from './schema.ts'

const isSubmission = quickCheck(submission)
const run = randomUUID()

test('says yes to what clients send', () => {
  const isRight = (sent: object) => isSubmission(JSON.parse(JSON.stringify(sent)))
  fc.assert(fc.property(aBuild(run), ({ first, rest }) => [first, ...rest].every(isRight)))
})

test('never says yes where zod says no, and no to all that is wrong', () => {
  const answers = { yes: 0, no: 0 }
  fc.assert(
    fc.property(bodies(run), ({ text }) => {
      const value = valueOf(text)
      const says = isSubmission(value)
      answers[says ? 'yes' : 'no']++
      expect(submission.safeParse(value).success).toBe(says)
    }),
    { numRuns: 3000 },
  )
  expect(answers).toMatchObject({
    yes: expect.toSatisfy((yes) => yes > 300),
    no: expect.toSatisfy((no) => no > 300),
  })
})

function valueOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

test('leaves upper-case ids, which JSON Schema has no pattern for, to zod', () => {
  const id = z.string().regex(/^[a-f]$/i)
  expect(quickCheck(id)('a')).toBe(true)
  expect(quickCheck(id)('A')).toBe(false)
})

test('compiles no schema that says what it does not check', () => {
  expect(() => quickCheck(z.string().max(3))).toThrow('maxLength')
})
