import { HINT, isHarmless, isSecretName, LONGEST_NAME } from './secret-names.ts'

/** Headers whose value has several words: `Authorization: Bearer abc`, `-HAuthorization: …`. */
const HEADER = /(?:authorization|cookie)$/i

/** How a name is written so that no space is needed behind its colon: as a header, or as an option. */
const PLAIN_HEADER = /^(?:(?:proxy-)?authorization|cookie|x-[\w-]+|[\w-]+-(?:token|key)|apikey|-.*)$/i

/** Names with a secret value only in the query of a URL: signatures, and keys of services. */
const QUERY_NAME = /^(?:sig|signature|x-(?:amz|goog|ms|oss)-signature|hmac|code|key|apikey|st)$/i

/** Fewer characters are no key in a query. */
const SHORTEST_KEY = 16

/** `NAME=value`, and with a space or a quote also `name: value` and `"name": "value"`. Linear in the text's length. */
export function redactValues(text: string, by: string): string {
  if (!HINT.test(text) && !QUERY.test(text)) return text
  let result = ''
  let kept = 0
  const separators = /[=:]/g
  for (let found = separators.exec(text); found; found = separators.exec(text)) {
    const at = found.index
    if (at < kept) continue
    const value = valueAt(text, at)
    if (!value) continue
    result += text.slice(kept, value.start) + by
    kept = separators.lastIndex = value.end
  }
  return kept === 0 ? text : result + text.slice(kept)
}

const QUERY = /[?&](?:code|st)=/i

/** Where the secret behind a separator is, if there is one. */
function valueAt(text: string, at: number): { start: number; end: number } | undefined {
  const { name, isQuoted, before } = nameBefore(text, at)
  const isQuery = (before === '?' || before === '&') && QUERY_NAME.test(name)
  if (!isQuery && !isSecretName(name)) return undefined
  if (text[at] === ':' && !isQuoted && !/[ "'\\]/.test(text[at + 1] ?? '')) {
    const isOption = before === '/' && at === name.length + 1
    if (!isOption && (!PLAIN_HEADER.test(name) || !/^["'\s]?$/.test(before))) return undefined
  }
  const gap = /^ ?(\\?["']?)/.exec(text.slice(at + 1, at + 4))!
  // `'Password: '` is a question.
  if (!isQuoted && gap[1] !== '' && gap[1] === before) return undefined
  const start = at + 1 + gap[0].length
  const end = valueEnd(text, start, HEADER.test(name), isQuoted)
  const value = text.slice(start, end)
  if (value === '' || isHarmless(name, value)) return undefined
  if (isQuery && value.length < SHORTEST_KEY) return undefined
  return { start, end }
}

/** Between a name and its separator: a part of `:=` or `+=`, a type of CMake, a quote. */
const BETWEEN = /(?:[:+?]|:(?:STRING|UNINITIALIZED))?(\\?["'])?$/

/** The name that ends before a place, whether it stands in quotes, and the character before it. */
function nameBefore(text: string, at: number): { name: string; isQuoted: boolean; before: string } {
  const near = text.slice(Math.max(at - LONGEST_NAME, 0), at)
  const between = BETWEEN.exec(near)!
  const name = /[\w.-]*$/.exec(near.slice(0, between.index))![0]
  return { name, isQuoted: between[1] !== undefined, before: near[between.index - name.length - 1] ?? '' }
}

const LONGEST_SCHEME = 4096

const QUOTED = { '"': /["\n]/g, "'": /['\n]/g } as const

/** `Bearer abc` is one value. */
const SCHEME = /^(?:bearer|basic|token|digest|negotiate|apikey) [^\s"'&;|]+/i

function valueEnd(text: string, start: number, isHeader: boolean, isQuoted: boolean): number {
  const quote = text[start - 1]
  const stop =
    quote === '"' || quote === "'"
      ? QUOTED[quote]
      : isHeader
        ? /["'\n]/g
        : isQuoted
          ? /[\s"'&;|,}\]]/g
          : /[\s"'&;|]/g
  stop.lastIndex = start
  const end = stop.exec(text)?.index ?? text.length
  const scheme =
    text[end] === ' ' && end - start <= 9 ? SCHEME.exec(text.slice(start, end + LONGEST_SCHEME)) : null
  if (scheme) return start + scheme[0].length
  return text[end - 1] === '\\' && end > start + 1 ? end - 1 : end
}

/** A longer text before `@` is a token, not a user. */
const LONGEST_USER = 19

/** So far a password's end is looked for behind a character that should be escaped. */
const LONGEST_PASSWORD = 100

/** The password in `https://user:password@host`, and a user that can only be a token. Linear in the text's length. */
export function redactUrls(text: string, by: string): string {
  let result = ''
  let kept = 0
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at)) {
    const start = at + 3
    const end = endOf(text, start, /[/?#\s"'<>]/g)
    const user = userOf(text, start, end)
    const colon = user.indexOf(':')
    const secret = colon >= 0 ? colon + 1 : user.length > LONGEST_USER ? 0 : user.length
    if (secret < user.length && !isHarmless('', user.slice(secret))) {
      result += text.slice(kept, start + secret) + by
      kept = start + user.length
    }
    at = Math.max(end, start + user.length)
  }
  return (kept === 0 ? text : result + text.slice(kept)).replace(ORACLE, `$1${by}`)
}

/** `jdbc:oracle:thin:user/password@host`, and `:pserver:user:password@host` of CVS. */
const ORACLE = /(?<=jdbc:oracle:|:pserver:)((?:\w{1,10}:)?[\w$]{1,64}[/:])[^@\s/]{1,200}(?=@)/g

/** The text before the last `@` of a URL's authority. A password may contain characters that should be escaped. */
function userOf(text: string, start: number, end: number): string {
  const authority = text.slice(start, end)
  const at = authority.lastIndexOf('@')
  if (at >= 0) return authority.slice(0, at)
  if (!/^[^:]*:(?!\d{0,5}$)/.test(authority) || !/[/?#]/.test(text[end] ?? '')) return ''
  const rest = /^[^@\s"'<>]*(?=@)/.exec(text.slice(end, end + LONGEST_PASSWORD))
  return rest ? authority + rest[0] : ''
}

function endOf(text: string, start: number, stop: RegExp): number {
  stop.lastIndex = start
  return stop.exec(text)?.index ?? text.length
}
