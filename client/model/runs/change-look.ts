import { changeSize } from '../../../src/domain/analysis/words.ts'
import { formatDuration } from '../format.ts'

/** Smaller changes are noise. */
const LEAST = 0.02

/** Multiples need no sign: they are slower. */
const signOf = (change: number): string => (change < 0 ? '−' : changeSize(change).endsWith('%') ? '+' : '')

/** What a run's change is judged by. */
export interface Judged {
  readonly change?: number | null
  readonly regression: boolean
  readonly usual?: { readonly median: number } | null
}

/** A change as text, colour and words. */
export interface ChangeLook {
  readonly text: string
  readonly tone: 'text-bad' | 'text-warn' | 'text-ok'
  readonly slower: boolean
  readonly words: string
}

/** How a run's duration differs from the usual of its command; null if that is not worth a word. */
export function changeLook({ change, regression, usual }: Judged): ChangeLook | null {
  if (change == null || !usual || Math.abs(change) < LEAST) return null
  const slower = change > 0
  return {
    text: `${signOf(change)}${changeSize(change)}`,
    tone: regression ? 'text-bad' : slower ? 'text-warn' : 'text-ok',
    slower,
    words: `${slower ? 'Slower' : 'Faster'} than the median of this command, ${formatDuration(usual.median)}`,
  }
}
