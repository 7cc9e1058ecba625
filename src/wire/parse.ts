import type { z } from 'zod'
import { BadInput } from '../errors.ts'
import { quickCheck } from './quick-check.ts'
import { readSubmission, type Submission } from './read.ts'
import { submission, type SubmissionInput } from './schema.ts'

/** Byte counts above the integers of JavaScript. No JSON string contains an unescaped quote, so this never edits one. */
const LONG_BYTES = /"(mem_usage|peak_mem)"(\s*:\s*)(\d{16,})(?=\s*[,}])/g

/**
 * Reads one submission of the documented wire.
 * @param text one JSON object `{type, data}`
 * @throws BadInput naming the field and what it must be
 */
export function parseSubmission(text: string): Submission {
  return checkSubmission(parseJson(text))
}

const isSubmission = quickCheck(submission)

/** Checks a submission that is already a JavaScript value. @throws BadInput */
export function checkSubmission(value: unknown): Submission {
  if (isSubmission(value)) return readSubmission(value as SubmissionInput)
  const result = submission.safeParse(value, { error: explain })
  if (result.success) return readSubmission(result.data)
  const { path, message } = result.error.issues[0]!
  throw new BadInput(`${path.length ? path.join('.') : 'The body'}: ${message}`)
}

/** The rule for a value, in words. The schema's own messages come before these. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined)
        return `is missing; it must be ${NOUNS[issue.expected] ?? issue.expected}`
      return `must be ${NOUNS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`
    case 'invalid_union':
      return 'must be build_run, build_event, process, machine or files'
    case 'too_small':
      return `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    default:
      return undefined
  }
}

const NOUNS: Record<string, string> = {
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object of strings',
  string: 'a string',
}

/** Reads JSON. Byte counts above 2^53 become strings of digits. @throws BadInput */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.length > 15 ? text.replace(LONG_BYTES, '"$1"$2"$3"') : text)
  } catch (cause) {
    throw new BadInput(`The body is not valid JSON: ${(cause as Error).message}`, { cause })
  }
}
