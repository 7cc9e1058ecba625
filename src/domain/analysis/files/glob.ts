/** The wildcards of a pattern: any characters, whole directories, or one character. */
const ANY_IN_NAME = '*'
const ANY = '**'
const ANY_DIRECTORIES = '**/'
const ONE = '?'

const TOKENS = /(?<=^|\/)\*\*\/|\*\*|\*|\?|[^*?]/gsu

/**
 * Compiles a pattern for paths. `*` stands for any characters but `/`, `?` for one of them, and `**` for any characters. `**`
 * as a whole part of a path stands for any number of directories, or none. A pattern that does not begin with `/` may begin in
 * any directory. Everything else stands for itself. A match takes at most O(path² · pattern), mostly O(path).
 */
export function globOf(pattern: string): (path: string) => boolean {
  const absolute = pattern.startsWith('/') ? pattern : `/**/${pattern}`
  const tokens = absolute.match(TOKENS) ?? []
  return (path) => matches(tokens, path)
}

/** A point at which a wildcard may match more: the position in the path up to which it matched, and the next token. */
interface Choice {
  at: number
  readonly next: number
  readonly directories: boolean
}

/** Takes as little as it can for each wildcard, and more for the last one if that fails; `*` cannot pass a `/`, so then `**` does. */
function matches(tokens: readonly string[], path: string): boolean {
  let at = 0
  let next = 0
  let inName: Choice | undefined
  let across: Choice | undefined
  while (at < path.length || next < tokens.length) {
    const token = tokens[next]
    if (token === ANY_IN_NAME) inName = { at, next: ++next, directories: false }
    else if (token === ANY || token === ANY_DIRECTORIES) {
      across = { at, next: ++next, directories: token === ANY_DIRECTORIES }
      inName = undefined
    } else if (token !== undefined && (token === ONE ? isInName(path, at) : path.startsWith(token, at))) {
      at += token === ONE ? 1 : token.length
      next++
    } else if (inName && isInName(path, inName.at)) {
      at = ++inName.at
      next = inName.next
    } else if (across && (across.at = after(path, across)) >= 0) {
      at = across.at
      next = across.next
      inName = undefined
    } else return false
  }
  return true
}

const isInName = (path: string, at: number): boolean => at < path.length && path[at] !== '/'

/** The position at which the next longer choice ends; −1 if there is none. */
function after(path: string, { at, directories }: Choice): number {
  if (!directories) return at < path.length ? at + 1 : -1
  const slash = path.indexOf('/', at)
  return slash < 0 ? -1 : slash + 1
}
