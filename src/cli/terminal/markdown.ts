import { visible } from '../../domain/analysis/visible.ts'

/** Text with no character that means anything to Markdown or to GitHub: no `@name`, no `#1`, no address. */
const PROSE = /^(?!.*www\.)[A-Za-z0-9 ,.;:()'%-]*$/i

/** A sentence stays one if it is harmless; else it is shown as code. */
export const prose = (text: string): string => (PROSE.test(text) ? text : code(text))

/**
 * Text as code. No character in it has a meaning in Markdown (CommonMark 6.1), and GitHub finds no names, issues or addresses
 * in it.
 */
export function code(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '') return ''
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  // A space at both ends belongs to the fence.
  return /^[ `]|[ `]$/.test(shown) ? `${fence} ${shown} ${fence}` : fence + shown + fence
}

/** The same in a table, where a bar ends the cell even in code (GFM 4.10). */
export const cell = (text: string): string => code(text).replaceAll('|', String.raw`\|`)
