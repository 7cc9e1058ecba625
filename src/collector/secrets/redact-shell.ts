import { HINT, isHarmless } from './secret-names.ts'
import { NAMES_PROGRAM } from './secret-options.ts'
import { secretWords } from './secret-words.ts'
import { shellCommands, type ShellWord } from './shell-words.ts'

/** A shell's text within a shell's text, so deep: `ssh host "sh -c 'mysql -psecret'"`. */
const DEPTH = 3

/** Options by which a program reads a secret from stdin. */
const READS_SECRET = /^(?:--password-stdin|--with-token|--passphrase-fd|--stdin)$/

/** The commands in a shell's text with `by` for the words that are secret by their place. Linear in its length. */
export function redactShell(text: string, by: string, depth = DEPTH): string {
  // Most commands of a build name nothing of interest.
  if (!HINT.test(text) && !NAMES_PROGRAM.test(text)) return text
  let result = ''
  let done = 0
  const commands = [...shellCommands(text)]
  commands.forEach((words, at) => {
    const secrets = new Map(secretWords(words.map((word) => word.text)))
    secretOfStdin(text, words, commands[at + 1], secrets)
    words.forEach((word, index) => {
      const raw = text.slice(word.start, word.end)
      const quote = quoteOf(raw)
      const kept = secrets.get(index)
      let shown = raw
      if (kept !== undefined) shown = quote + word.text.slice(0, kept) + by + quote
      else if (quote !== '' && depth > 1 && /\s/.test(word.text))
        shown = quote + redactShell(raw.slice(1, -1), by, depth - 1) + quote
      if (shown === raw) return
      result += text.slice(done, word.start) + shown
      done = word.end
    })
  })
  return done === 0 ? text : result + text.slice(done)
}

type Words = readonly ShellWord[]

/** `echo SECRET | docker login --password-stdin`, and `… <<< SECRET`. */
function secretOfStdin(
  text: string,
  words: Words,
  next: Words | undefined,
  secrets: Map<number, number>,
): void {
  const last = words.at(-1)!
  let index = -1
  if (readsSecret(words))
    index = words.findIndex(({ start }) => /<<<\s?$/.test(text.slice(Math.max(start - 4, 0), start)))
  else if (next && /^(?:echo|printf)$/.test(words[0]!.text) && words.length > 1 && readsSecret(next)) {
    if (/^\s*\|\s*$/.test(text.slice(last.end, Math.min(next[0]!.start, last.end + 8))))
      index = words.length - 1
  }
  if (index < 0) return
  const secret = words[index]!.text
  const kept = next?.some((word) => word.text === 'chpasswd') ? secret.indexOf(':') + 1 : 0
  if (!isHarmless('', secret.slice(kept))) secrets.set(index, kept)
}

/** Only the words near the beginning count, so that no text is searched often. */
function readsSecret(words: Words): boolean {
  const near = words.slice(0, 20).map((word) => word.text)
  return (
    near.some((word) => READS_SECRET.test(word) || word === 'chpasswd') ||
    (near[0] === 'sudo' && near.includes('-S'))
  )
}

/** The quote around a whole word. */
const quoteOf = (raw: string): string => (raw.length > 1 && /^(["']).*\1$/s.test(raw) ? raw[0]! : '')
