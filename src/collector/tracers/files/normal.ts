/** `//`, `/./`, `/../`, or one of them at the end. */
const WORTH_A_LOOK = /\/(?:\.{0,2})(?:\/|$)/

/** An absolute path without `//`, `.` and `..`, by its text alone. */
export function normal(path: string): string {
  if (!WORTH_A_LOOK.test(path)) return path
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return `/${kept.join('/')}`
}
