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

test('never says yes where zod says no, and no to what is wrong', () => {
  const answers = { yes: 0, no: 0 }
  fc.assert(
    fc.property(bodies(run), ({ text }) => {
      const value = valueOf(text)
      const isRight = submission.safeParse(value).success
      if (isSubmission(value)) expect(isRight).toBe(true)
      answers[isRight ? 'yes' : 'no']++
    }),
    { numRuns: 3000 },
  )
  expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(300)
})

function valueOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

test('leaves to zod what it cannot tell: ids in upper case, labels that JavaScript takes for something else', () => {
  const id = z.string().regex(/^[a-f]$/i)
  expect([quickCheck(id)('a'), quickCheck(id)('A')]).toEqual([true, false])
  const labels = quickCheck(z.record(z.string(), z.string()))
  expect([labels({ a: 'b' }), labels(JSON.parse('{"__proto__":"b"}'))]).toEqual([true, false])
})

test('compiles no schema that says what it does not check', () => {
  expect(() => quickCheck(z.string().max(3))).toThrow('maxLength')
})
