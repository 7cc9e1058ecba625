/** Words that are named of each side, and their characters, at most. */
const MOST_WORDS = 6
const MOST_CHARACTERS = 48

/**
 * How a command line changed, in words: `flags: + -O3, − -O2`; '' if it did not. The order of arguments does not
 * count. O(length).
 * @param base and head normalised command lines
 */
export function differingWords(base: string, head: string): string {
  if (base === head) return ''
  const [program = '', ...before] = base.split(' ')
  const [newProgram = '', ...after] = head.split(' ')
  const { added, removed } = changedWords(before, after)
  const parts: string[] = []
  if (program !== newProgram) parts.push(`program: ${short(program)} → ${short(newProgram)}`)
  if (added.length + removed.length > 0) {
    const all = [...added, ...removed]
    const what = all.every((word) => word[0] === '-') ? 'flags' : 'arguments'
    parts.push(`${what}: ${[...listed('+', added), ...listed('−', removed)].join(', ')}`)
  } else if (program === newProgram) parts.push('order of arguments')
  return parts.join('; ')
}

/** How many words differ: the less, the likelier two command lines are the same step. O(length). */
export function wordDistance(base: string, head: string): number {
  const { added, removed } = changedWords(base.split(' '), head.split(' '))
  return added.length + removed.length
}

/** The words that only one of two lists has. Most lists begin and end alike, which is quick to see. */
function changedWords(before: readonly string[], after: readonly string[]) {
  let from = 0
  while (from < before.length && before[from] === after[from]) from++
  let alike = 0
  const most = Math.min(before.length, after.length) - from
  while (alike < most && before[before.length - 1 - alike] === after[after.length - 1 - alike]) alike++
  const left = before.slice(from, before.length - alike)
  const right = after.slice(from, after.length - alike)
  return { added: less(right, left), removed: less(left, right) }
}

/** The words that stand more often in the first list. */
function less(words: readonly string[], others: readonly string[]): readonly string[] {
  if (words.length === 0 || others.length === 0) return words
  const counts = new Map<string, number>()
  for (const word of others) counts.set(word, (counts.get(word) ?? 0) + 1)
  return words.filter((word) => {
    const left = counts.get(word) ?? 0
    if (left > 0) counts.set(word, left - 1)
    return left === 0
  })
}

function listed(sign: string, words: readonly string[]): string[] {
  const shown = words.slice(0, MOST_WORDS).map((word) => `${sign} ${short(word)}`)
  const more = words.length - shown.length
  return more > 0 ? [...shown, `${sign} ${more} more`] : shown
}

const short = (word: string): string =>
  word.length <= MOST_CHARACTERS ? word : `${word.slice(0, MOST_CHARACTERS - 1)}…`
