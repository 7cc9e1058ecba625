/** A longer name is none. */
export const LONGEST_NAME = 64

/** A part that every secret name contains. Most words of a build lack it, and are not examined further. */
export const HINT =
  /pass|pwd|pw|secret|token|key|cred|auth|cookie|sig|jwt|bearer|otp|art-api|mnemonic|seed|PAT\b/i

/** The end of a name that holds a secret: `GITHUB_TOKEN`, `--db-password`, `api-Key`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET =
  /(?:passw(?:or)?d|passphrase|passcode|secret|token|credentials?|creds|authorization|mnemonic|seed[_-]?phrase|(?:ssh|store|key|trust|dest|src|db|root|user|admin|my|sql|smtp|ftp|mail|proxy|cert|login|bind|ldap|wifi|rpc|repo)pass|art-api|api[_-]?key|secret[_-]key[_-]base|access[_-]signature|(?:^|[_.-]|bind|root|admin|user|db)pw|(?:^|[_.-])(?:pass|_?auth|cookie|jwt|bearer|otp|pwd))$/i

/** Words that make a key a secret one, in names of any spelling. */
const SECRET_KEY =
  /(?:access|secret|private|signing|sign|encryption|encrypt|account|master|service|deploy|license|shared|storage|subscription|session|client|auth|app|application|admin|consumer|webhook|hmac|aes|cipher|write|ingest|integration|certificate|registration)[_.-]?key$/i

/** A constant that is a key of something: `STRIPE_KEY`, `-DMAPS_KEY`. */
const KEY_CONSTANT = /^-?[A-Z][A-Z0-9_]*_KEY$/

/** A personal access token. */
const PAT_CONSTANT = /^(?:-?[A-Z][A-Z0-9_]*_)?PAT$/

/** Keys that everybody may see, and other names with such an end. */
const NO_SECRET =
  /(?:(?:public|pub|cache|sort|primary|foreign|partition|index|hot|registry|group|map|lookup|unique|object|hash|row|entry|list|order|search|shortcut|header|trust|trusted|host|range|compose|event|routing|menu|any|press|enter|function|arrow|build|query|metadata|label|field|config|json|release|save|no|max|min|ssh[_-]?host|restore)[_.-]?key|jobserver-auth|auth-user-pass|user[_.-]signing-?key|(?:^|[_.-])(?:next|first|last|end|start|eos|bos|pad|unk|sep|cls|mask|max|min|num|line|parse|cancellation|csrf[_-]field)[_-]?token)$/i

/** `apiKey` is read as `api-Key`. */
const inWords = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1-$2')

/** Whether what is called so is secret. @param name of at most `LONGEST_NAME` characters, without dashes before it */
export function isSecretName(name: string): boolean {
  if (!HINT.test(name) || name === 'PWD' || name === 'OLDPWD') return false
  if (PAT_CONSTANT.test(name)) return true
  const words = inWords(name)
  if (NO_SECRET.test(words)) return false
  return SECRET.test(words) || isKeyName(words)
}

/** Whether a name is that of a key, which is often the name of a file instead. */
export const isKeyName = (name: string): boolean => SECRET_KEY.test(inWords(name)) || KEY_CONSTANT.test(name)

/** An option without a value: `--no-password`, `--with-token`, `--ask-become-pass`. */
const SWITCH =
  /^(?:no|ask|with(?!-api)|use|prompt|show|require|enable|disable|skip|has|without|allow|ignore|force|keep|print|get|reset|change|rotate|generate|validate|check|need|read|prefer|clear|refresh|revoke|list|set|unset|add|delete|remove|create|update)-/i

/** Whether an option's value, the next word, is secret. @param option with its dashes */
export const isSecretOption = (option: string): boolean =>
  option.length <= LONGEST_NAME && HINT.test(option) && !option.includes('=') && isSecretWord(option)

function isSecretWord(option: string): boolean {
  const name = option.replace(/^-+/, '')
  return !SWITCH.test(name) && isSecretName(name)
}

/** A reference to where a secret is, as shells, CI systems, Windows and templates write it: `$TOKEN`, `%TOKEN%`. */
const REFERENCE =
  /^(?:\$(?:[\w{(]|$)|(?:id|type)=|(?:file|env|fd|vault|arn|ssm|op):|(?:stdin|env|file|fd|prompt)$|%\w+%|\{\{|<[\w -]+>$|`|@[\w./~-]+$|\*+$|x{3,10}$)/

/** A value that is never secret, whatever its name: a switch, a small number. */
const PLAIN = /^(?:\d{1,2}|true|false|yes|no|on|off|null|none|nil|undefined|auto|always|never|default)$/i

const PATH =
  /^(?:~|\.{1,2})?\/[\w.@/+-]*$|^[\w./@-]+\.(?:pem|key|pub|json|jks|p12|pfx|asc|gpg|crt|cer|der|snk|keystore)$/

/** Whether a value reveals nothing although its name is that of a secret. */
export function isHarmless(name: string, value: string): boolean {
  if (REFERENCE.test(value) || PLAIN.test(value) || value.startsWith('[redacted]')) return true
  return PATH.test(value) && (isKeyName(name) || /^-*(?:pwd|pass)$/i.test(name))
}
