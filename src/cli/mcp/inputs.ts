import { z } from 'zod'

/** The run that a question is about. */
export const run = z
  .string()
  .max(100)
  .default('last')
  .describe('id of the run or its first characters, last, or last~1 for the one before')

/** How many entries an answer has. */
export const limit = (most: number, usual: number) =>
  z.int().min(1).max(most).default(usual).describe(`at most so many, 1 to ${most}`)
