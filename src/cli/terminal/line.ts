import { visible } from '../../domain/analysis/visible.ts'
import type { Paint, Style } from './paint.ts'

/** A part of a line in a style. Styles are ours alone: no text can bring one along. */
export interface Styled {
  readonly style: Style
  readonly text: string
}

/** A line to print: a text, or parts of which some have a style. Any text in it may have been written by others. */
export type Line = string | readonly (string | Styled)[]

export const styled = (style: Style, text: string): Styled => ({ style, text })

const plain: Paint = (_style, text) => text

/**
 * The door for all text on its way to a terminal. It returns the lines, each with its end. Characters that would steer the
 * terminal become visible ones (`visible`) before the styles are added.
 */
export const textOf = (lines: readonly Line[], paint: Paint = plain): string =>
  lines.map((line) => `${lineText(line, paint)}\n`).join('')

/** The same for one line, without its end. */
export function lineText(line: Line, paint: Paint = plain): string {
  if (typeof line === 'string') return visible(line)
  return line
    .map((part) => (typeof part === 'string' ? visible(part) : paint(part.style, visible(part.text))))
    .join('')
}
