/** A word of a shell's text: its position, and its value for the shell (POSIX 2.2, without expansion). */
export interface ShellWord {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * The simple commands of a shell's text, each as its words. `;`, `&`, `|`, parentheses, backticks and ends of lines
 * part commands. Whatever the text is, every character is looked at once, and a quote that is not closed ends with it.
 */
export function* shellCommands(text: string): Generator<readonly ShellWord[]> {
  let words: ShellWord[] = []
  let start = -1
  let word = ''
  /** Since where the text goes into the word as it is. */
  let from = 0
  const take = (to: number): void => void (word += text.slice(from, to))
  const end = (at: number): void => {
    if (start < 0) return
    take(at)
    words.push({ start, end: at, text: word })
    start = -1
    word = ''
  }
  for (let at = 0; at < text.length; at++) {
    const kind = KINDS[text.charCodeAt(at)] ?? OTHER
    if (kind === OTHER) {
      if (start < 0) start = from = at
    } else if (kind === SPACE) end(at)
    else if (kind === BREAK) {
      end(at)
      if (words.length > 0) yield words
      words = []
    } else {
      if (start < 0) start = from = at
      take(at)
      const quote = text[at]!
      if (quote === '\\') from = ++at
      else {
        const close = closeOf(text, quote, at + 1)
        word += text.slice(at + 1, close)
        at = close
        from = close + 1
      }
    }
  }
  end(text.length)
  if (words.length > 0) yield words
}

const OTHER = 0
const SPACE = 1
const BREAK = 2
const QUOTE = 3
const KINDS = new Uint8Array(128)
for (const character of ' \t\r<>') KINDS[character.charCodeAt(0)] = SPACE
for (const character of '\n;&|()`') KINDS[character.charCodeAt(0)] = BREAK
for (const character of `"'\\`) KINDS[character.charCodeAt(0)] = QUOTE

function closeOf(text: string, quote: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === quote) return at
    if (text[at] === '\\' && quote === '"') at++
  }
  return text.length
}
