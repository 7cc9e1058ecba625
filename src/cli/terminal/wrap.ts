import { widthOf } from './columns.ts'
import { visible } from '../../domain/analysis/visible.ts'

/**
 * Breaks a text between words into lines of at most so many columns. A longer word has a line of its own.
 * @param indent stands before each line but the first, and counts
 */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of visible(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    const before = lines.length === 0 ? '' : indent
    if (line !== '' && widthOf(before + longer) > columns) {
      lines.push(before + line)
      line = word
    } else line = longer
  }
  return [...lines, (lines.length === 0 ? '' : indent) + line]
}
