/**
 * Characters that steer a terminal or a page instead of being seen: control characters (C0, DEL, C1: ECMA-48), bidirectional
 * marks, overrides and isolates (UAX 9), separators of lines and paragraphs, halves of surrogate pairs, and characters without
 * width (UAX 44, Default_Ignorable_Code_Point), because they hide the difference between two names and terminals disagree on
 * them. The two selectors that only choose between a plain and a coloured emoji stay.
 */
const STEERING = String.raw`(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`

const ALL = new RegExp(STEERING, 'gu')

/** In JSON text, a line's end only occurs between values. */
const ALL_BUT_LINES = new RegExp(String.raw`(?!\n)${STEERING}`, 'gu')

const NAMED: Readonly<Record<string, string>> = {
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
}

/**
 * Text that others wrote, with each character that steers shown as `\n`, `\x1b`, `\u202e` or `\u{e0001}`, as strace(1)
 * and ls(1) do. For showing only: a backslash stays as it is, so that the text cannot be had back. A second time
 * changes nothing. O(length).
 */
export const visible = (text: string): string => text.replace(ALL, written)

/**
 * A value as JSON (RFC 8259) that may go to a terminal: the characters that `visible` shows are `\u` escapes, so that
 * the value is the same.
 * @param indent spaces for each level; none for one line
 */
export const jsonOf = (value: unknown, indent?: number): string =>
  safeJson(JSON.stringify(value, null, indent))

/** The same for JSON text that is there already. Only within its strings may such a character stand. */
export const safeJson = (text: string): string => text.replace(ALL_BUT_LINES, escaped)

function written(character: string): string {
  const code = character.codePointAt(0)!
  const hex = code.toString(16)
  if (code > 0xffff) return `\\u{${hex}}`
  return NAMED[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
}

/** Those above U+FFFF take two escapes, a half each. */
function escaped(character: string): string {
  let text = ''
  for (let at = 0; at < character.length; at++)
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  return text
}
