/** How far before the limit a space is looked for. */
const NEAR = 40

/**
 * A text of at most so many UTF-16 units; a longer one ends in `…`, after a whole word where one ends near the limit.
 * O(limit).
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  let end = Math.max(0, most - 1)
  const space = text.lastIndexOf(' ', end)
  if (space > 0 && space >= end - NEAR) end = space
  // A half of a surrogate pair is no character.
  else if (/[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--
  return `${text.slice(0, end)}…`
}
