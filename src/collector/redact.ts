/** What stands for a secret. */
export const REDACTED = '[redacted]'

/** The end of a name that holds a secret: `GITHUB_TOKEN`, `--db-password`, `apiKey`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_NAME =
  /(?:passw(?:or)?d|passphrase|secret|token|credentials?|authorization|api[_-]?key|(?:access|secret|private|signing|encryption|account)[_-]?key|secret[_-]key[_-]base|(?:^|[_.-])(?:pass|_?auth|cookie))$/i

/** Headers whose value has several words: `Authorization: Bearer abc`. */
const HEADER = /^(?:proxy-)?authorization$|cookie$/i

/** A longer name is none. */
const LONGEST_NAME = 64

/**
 * Keys that are known by their look: of GitHub, GitLab, OpenAI and others (`sk-`), AWS, Slack, Google, npm, and JSON
 * Web Tokens. Each begins where no run of its characters is under way, so that no character is looked at twice.
 */
const KEYS =
  /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|sk-[\w-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}|xox[abposr]-[\w-]{10,}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/

/** Options of programs whose name does not tell that their value is secret. */
const SHORT_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  curl: ['-u', '--user', '--proxy-user', '-U'],
  wget: ['--user'],
  sshpass: ['-p'],
}

/**
 * A command line without its secrets: `--password=…`, `--token …`, `TOKEN=…`, `Authorization: …`, credentials in
 * URLs, and keys known by their look. In time linear in its length.
 */
export function redactArguments(argv: readonly string[]): string[] {
  const program = (argv[0] ?? '').replace(/^.*\//s, '')
  const own = Object.hasOwn(SHORT_OPTIONS, program) ? SHORT_OPTIONS[program]! : []
  let isSecret = false
  return argv.map((argument) => {
    const wasSecret = isSecret && !argument.startsWith('-')
    isSecret = own.includes(argument) || isSecretOption(argument)
    return wasSecret && !isReference(argument) ? REDACTED : redactText(argument)
  })
}

/** A text without its secrets. */
export function redactText(text: string): string {
  let result = redactKeys(redactUrls(redactOptions(redactValues(text))))
  const key = PRIVATE_KEY.exec(result)
  if (key) result = result.slice(0, key.index) + REDACTED
  return result
}

const redactKeys = (text: string): string => text.replace(KEYS, REDACTED)

const isSecretOption = (argument: string): boolean =>
  argument.startsWith('-') && argument.length <= LONGEST_NAME && isSecretName(argument.replace(/^-+/, ''))

/** `apiKey` is read as `api-Key`. */
const isSecretName = (name: string): boolean => SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1-$2'))

/** `$TOKEN` tells nothing. */
const isReference = (value: string): boolean => /^\$[\w{(]/.test(value)

/** `NAME=value`, and with a space or a quote also `name: value` and `"name": "value"`. */
function redactValues(text: string): string {
  let result = ''
  let kept = 0
  const separators = /[=:]/g
  for (let found = separators.exec(text); found; found = separators.exec(text)) {
    const at = found.index
    const isColon = found[0] === ':'
    if (at < kept || (isColon && !/[ "']/.test(text[at + 1] ?? ''))) continue
    const name = nameBefore(text, at)
    if (!isSecretName(name)) continue
    const start = at + 1 + /^ ?["']?/.exec(text.slice(at + 1, at + 3))![0].length
    const end = valueEnd(text, start, HEADER.test(name))
    if (end === start || isReference(text.slice(start, start + 2))) continue
    result += text.slice(kept, start) + REDACTED
    kept = separators.lastIndex = end
  }
  return kept === 0 ? text : result + text.slice(kept)
}

/** An option and its value as two words, within a shell's text. */
const OPTION = /(?<![\w-])--?([A-Za-z][\w-]{0,63})( {1,4}["']?)([^\s"'$;&|-][^\s"';&|]*)/g

const redactOptions = (text: string): string =>
  text.replace(OPTION, (all, name: string, _gap, value: string) =>
    isSecretName(name) ? all.slice(0, all.length - value.length) + REDACTED : all,
  )

/** The name that ends before a place, perhaps with a quote between. */
function nameBefore(text: string, at: number): string {
  const end = /["']/.test(text[at - 1] ?? '') ? at - 1 : at
  return /[\w.-]*$/.exec(text.slice(Math.max(end - LONGEST_NAME, 0), end))![0]
}

function valueEnd(text: string, start: number, isHeader: boolean): number {
  const quote = text[start - 1] === '"' || text[start - 1] === "'" ? text[start - 1] : undefined
  const stop = quote ? new RegExp(`[${quote}\n]`, 'g') : isHeader ? /["'\n]/g : /[\s"'&;|]/g
  stop.lastIndex = start
  return stop.exec(text)?.index ?? text.length
}

/** The password in `https://user:password@host`, and a user that can only be a token. */
function redactUrls(text: string): string {
  let result = ''
  let kept = 0
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at)) {
    const start = at + 3
    const stop = /[/?#\s"'<>]/g
    stop.lastIndex = start
    const end = stop.exec(text)?.index ?? text.length
    const authority = text.slice(start, end)
    const user = authority.slice(0, Math.max(authority.lastIndexOf('@'), 0))
    const colon = user.indexOf(':')
    const secret = colon >= 0 ? colon + 1 : user.length >= 20 ? 0 : user.length
    if (secret < user.length && !isReference(user.slice(secret, secret + 2))) {
      result += text.slice(kept, start + secret) + REDACTED
      kept = start + user.length
    }
    at = end
  }
  return kept === 0 ? text : result + text.slice(kept)
}
