import stringWidth from 'fast-string-width'
import { visible } from '../../domain/analysis/visible.ts'
import type { Line } from './line.ts'

const ASCII = /^[ -~]*$/

/** For clusters of characters that a terminal draws as one. */
let segmenter: Intl.Segmenter | undefined

/** A character with more than this in one column is none that anybody wrote to be read. */
const MOST_PER_COLUMN = 8

/** The columns of a text in a terminal, once it is visible: two for a Chinese character, none for an accent. */
export function widthOf(text: string): number {
  const shown = visible(text)
  return ASCII.test(shown) ? shown.length : stringWidth(shown)
}

/** A text with spaces behind it, or before it, up to so many columns. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(columns - widthOf(text), 0))
  return align === 'left' ? text + spaces : spaces + text
}

/** A text in so many columns at most; a longer one ends in `…`. */
export function fit(text: string, columns: number): string {
  const most = Math.max(columns, 0) * MOST_PER_COLUMN
  const shown = visible(text.slice(0, most + 1))
  if (text.length <= most && widthOf(shown) <= columns) return shown
  const room = Math.max(columns - 1, 0)
  if (ASCII.test(shown)) return `${shown.slice(0, room)}…`
  let kept = ''
  let width = 0
  for (const { segment } of (segmenter ??= new Intl.Segmenter()).segment(shown)) {
    width += widthOf(segment)
    if (width > room) break
    kept += segment
  }
  return `${kept}…`
}

/** The same for a line with styles. */
export function fitLine(line: Line, columns: number): Line {
  if (typeof line === 'string') return fit(line, columns)
  let room = columns
  const parts: (typeof line)[number][] = []
  for (const part of line) {
    const text = typeof part === 'string' ? part : part.text
    const kept = fit(text, room)
    parts.push(typeof part === 'string' ? kept : { ...part, text: kept })
    room -= widthOf(kept)
    if (kept !== visible(text)) break
  }
  return parts
}
