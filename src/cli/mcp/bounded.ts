import { cutText } from '../../domain/analysis/cut-text.ts'
import { visible } from '../../domain/analysis/visible.ts'
import { rounded } from '../terminal/rounded.ts'

/** Characters of a text in an answer, and of a whole answer: what an agent reads, it pays for. */
const MOST_TEXT = 400
const MOST_ANSWER = 60_000

/**
 * An answer that an agent can take: numbers are rounded, long texts cut, and characters that steer a reader shown. If it is still too
 * long, lists lose their ends, and `cut` says so.
 */
export function bounded(answer: object): object {
  const whole = shortened(rounded(answer), Infinity)
  if (JSON.stringify(whole).length <= MOST_ANSWER) return whole as object
  for (let most = 64; most > 1; most /= 2) {
    const part = {
      ...(shortened(whole, most) as object),
      cut: `lists have at most ${most} entries; ask for less`,
    }
    if (JSON.stringify(part).length <= MOST_ANSWER) return part
  }
  return { cut: 'the answer is too long; ask for less' }
}

function shortened(value: unknown, most: number): unknown {
  if (typeof value === 'string') return cutText(visible(value), MOST_TEXT)
  if (Array.isArray(value)) return value.slice(0, most).map((each) => shortened(each, most))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shortened(each, most)]))
}
