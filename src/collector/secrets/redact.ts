import { redactKeys } from './redact-keys.ts'
import { redactShell } from './redact-shell.ts'
import { redactUrls, redactValues } from './redact-values.ts'
import { isHarmless, isSecretName } from './secret-names.ts'
import { secretWords } from './secret-words.ts'

/** Replaces a secret. */
const REDACTED = '[redacted]'

/**
 * A command line without its secrets: `--password=…`, `--token …`, `TOKEN=…`, `Authorization: …`, credentials in URLs, keys
 * with a known format, and the secret options of known programs. The time is linear in its length.
 */
export function redactArguments(argv: readonly string[]): string[] {
  const secrets = secretWords(argv)
  return argv.map((argument, index) => {
    const kept = secrets.get(index) ?? startOfWhole(argument, argv[index - 1])
    return kept === undefined ? redactText(argument) : argument.slice(0, kept) + REDACTED
  })
}

/**
 * Where the value of `--password=hun ter2` begins, which is all of the rest: it is one argument, and no shell's text.
 * @param before the argument before: behind `sh -c` comes a text
 */
function startOfWhole(argument: string, before: string | undefined): number | undefined {
  if (!/\s/.test(argument) || before === undefined || /^-\w*c$/.test(before)) return undefined
  const name = /^-{0,2}([\w.-]{1,64})=(?!["'])/.exec(argument)
  if (!name || !isSecretName(name[1]!) || isHarmless(name[1]!, argument.slice(name[0].length)))
    return undefined
  return name[0].length
}

/** A text without its secrets; one of several words is read as a shell would. */
export function redactText(text: string): string {
  // This one search settles most arguments of a build.
  if (!WORTH_A_LOOK.test(text)) return text
  const shown = /\s/.test(text) ? redactShell(text, REDACTED) : text
  const values = redactValues(shown, REDACTED)
  return redactKeys(/:\/\/|jdbc:|:pserver:/.test(values) ? redactUrls(values, REDACTED) : values, REDACTED)
}

/** A separator of names, values or words, or a run as long as a key. */
const WORTH_A_LOOK = /[=:\s]|[\w-]{20}/
