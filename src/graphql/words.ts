import { BadInput } from '../errors.ts'

/** Each is a condition, which costs time for each run that is looked at. */
export const MOST_WORDS = 10

/** The words of a search. @throws BadInput if there are too many */
export function wordsOf(text: string | null | undefined): string[] {
  const words = [...new Set(text?.split(/\s+/).filter(Boolean))]
  if (words.length > MOST_WORDS) throw new BadInput(`words: at most ${MOST_WORDS} can be asked for at once`)
  return words
}
