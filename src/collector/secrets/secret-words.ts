import { isHarmless, isSecretOption, LONGEST_NAME } from './secret-names.ts'
import { secretsOf, type Secrets } from './secret-options.ts'
import { RUNS_ELSEWHERE, wrapperOf, type Wrapper } from './wrappers.ts'

/** Before the first word any program may come. */
const ANY: Wrapper = { values: new Set(), words: 0 }

const MOST_OPTIONS = 20

/** As much as is looked at of the words before one, characters. */
const LONGEST_BEGINNING = 200

/**
 * The words of a simple command (POSIX) that are secrets by their place: `-p` of `sshpass -p SECRET`, also behind
 * programs that run another. Each word is looked at once.
 * @param words as the program is given them
 * @returns how many characters of which words tell nothing; the rest of them is secret
 */
export function secretWords(words: readonly string[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const scan = new Scan()
  words.forEach((word, index) => {
    const kept = scan.next(word)
    if (kept >= 0) found.set(index, kept)
  })
  return found
}

/** Where in a command the next word stands. */
class Scan {
  private rules: readonly Secrets[] | undefined
  private program = ''
  /** The wrapper before a command that has not come yet. */
  private wrapper: Wrapper | undefined = ANY
  private wordsToSkip = 0
  private isValueOfWrapper = false
  /** The option before takes this word. */
  private pending: Secrets | undefined
  /** The word before has the name of a secret, and this one is its value. */
  private name = ''
  private beginning = ''
  private given: string[] = []
  private before = ''
  /** The word before that is no option. */
  private verb = ''

  /** @returns how much of the word is kept, −1 for all of it */
  next(word: string): number {
    const { pending, name, before } = this
    this.pending = undefined
    this.name = ''
    this.before = word
    const isOption = word.startsWith('-')
    if (pending) return keptOf(word, 0, pending)
    if (name !== '' && !isOption) {
      this.remember('*')
      return word === '' || isHarmless(name, word) ? -1 : 0
    }
    if (word === '--') this.wrapper ??= ANY
    else if (this.wrapper) this.beforeCommand(word, isOption, this.wrapper)
    else return this.ofCommand(word, isOption, before)
    return -1
  }

  private ofCommand(word: string, isOption: boolean, before: string): number {
    const kept = this.rules ? this.byRule(word, this.rules) : -1
    if (kept >= 0 || this.pending) return kept
    this.takeName(word, isOption)
    if (!isOption) this.otherWord(word, before)
    else if (/^-(?:exec|execdir|ok|okdir)$/.test(word)) this.wrapper = ANY
    else if (this.rules && this.given.length < MOST_OPTIONS) this.given.push(word)
    return -1
  }

  /** `--token`, `ARGS=--token`, and `config set NAME` have their value behind them. */
  private takeName(word: string, isOption: boolean): void {
    const option = isOption ? word : (/^\w{1,32}=(-.*)/s.exec(word)?.[1] ?? '')
    const isSet = !isOption && /^(?:set|config)$/.test(this.verb)
    const name = isSet ? word.slice(-LONGEST_NAME).replace(/^.*[:/]/s, '') : option
    if (name !== '' && isSecretOption(name)) this.name = name.replace(/^-+/, '')
  }

  private beforeCommand(word: string, isOption: boolean, wrapper: Wrapper): void {
    if (this.isValueOfWrapper) this.isValueOfWrapper = false
    else if (isOption || /^\w+=/.test(word)) {
      this.isValueOfWrapper = wrapper.values.has(word)
      this.takeName(word, isOption)
    } else if (this.wordsToSkip > 0) this.wordsToSkip--
    else this.command(word.slice(word.lastIndexOf('/') + 1).replace(/^[@+]/, ''))
  }

  private command(program: string): void {
    this.wrapper = wrapperOf(program)
    this.wordsToSkip = this.wrapper?.words ?? 0
    if (this.wrapper) return
    this.program = program
    this.rules = secretsOf(program)
    this.verb = ''
    this.beginning = ''
    this.given = []
  }

  private byRule(word: string, rules: readonly Secrets[]): number {
    for (const rule of rules) {
      if (rule.of && !rule.of.test(this.beginning)) continue
      if (rule.given && !this.given.some((option) => rule.given!.test(option))) continue
      const at = startOfValue(word, rule)
      if (at === word.length && !(rule.word && at === 0)) this.pending = rule
      else if (at >= 0) {
        const kept = keptOf(word, at, rule)
        if (kept < 0) continue
        if (rule.word) this.remember('*')
        return kept
      }
      if (this.pending) return -1
    }
    return -1
  }

  private otherWord(word: string, before: string): void {
    // `docker exec db mysql`: not the value of an option, which may be called like a program.
    if (!before.startsWith('-') && RUNS_ELSEWHERE.test(this.program) && secretsOf(word)) this.command(word)
    else this.remember(word)
    this.verb = word
  }

  private remember(word: string): void {
    if (this.rules && this.beginning.length + word.length < LONGEST_BEGINNING)
      this.beginning += this.beginning === '' ? word : ` ${word}`
  }
}

/** Where in a word the value of an option begins: its length if that is the next word, −1 if it is no such option. */
function startOfValue(
  word: string,
  { options, letters, glued, switches = '', word: isWord }: Secrets,
): number {
  if (options) {
    const equals = word.indexOf('=')
    const option = equals < 0 ? word : word.slice(0, equals)
    if (option !== '' && ` ${options} `.includes(` ${option} `)) return equals < 0 ? word.length : equals + 1
  }
  const pattern = letters ?? glued
  if (pattern && word.startsWith('-') && !word.startsWith('--')) {
    const found = clusterOf(pattern, switches).exec(word)
    if (found && (letters || found[0].length < word.length)) return found[0].length
  }
  return isWord && !word.startsWith('-') ? 0 : -1
}

const clusters = new Map<string, RegExp>()

function clusterOf(pattern: string, switches: string): RegExp {
  const source = switches === '' ? `^-${pattern}` : `^-[${switches}]*${pattern}`
  let cluster = clusters.get(source)
  if (!cluster) clusters.set(source, (cluster = new RegExp(source)))
  return cluster
}

/** @param at where the value begins */
function keptOf(word: string, at: number, { keep }: Secrets): number {
  const value = word.slice(at)
  const kept = keep ? keep.exec(value)?.[0].length : 0
  if (kept === undefined) return -1
  const secret = value.slice(kept)
  return secret === '' || isHarmless('', secret) ? -1 : at + kept
}
