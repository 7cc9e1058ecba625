const SOURCE =
  /\.(?:c|cc|cpp|cxx|c\+\+|m|mm|s|asm|f|f90|rs|go|java|kt|scala|swift|zig|d|hs|ml|cs|py|ts|tsx|js|jsx|mjs|vue|y|l|proto|ui|moc)$/i

/** Options whose argument, the next word, is not a source that the command compiles (gcc(1), "Preprocessor Options"). */
const WITH_ARGUMENT = new Set(
  '-o -MF -MT -MQ -include -imacros -isystem -iquote -idirafter -imultiarch -iprefix -dumpbase -dumpbase-ext -dumpdir -auxbase -auxbase-strip -I -D -x'.split(
    ' ',
  ),
)
/** The compiler proper takes the name of the dependency file behind these, its driver does not. */
const WITH_DEPENDENCIES = new Set(['-MD', '-MMD'])

/**
 * What a command works on, short enough for a label: the source file it compiles, else what it writes, else its
 * arguments. Of `cc1 -quiet -imultiarch … lapi.c -o /tmp/x.s` the reader wants `lapi.c`.
 */
export function subjectOf(commandLine: string): string {
  const words = wordsOf(commandLine)
  // A shell's `-c` says nothing.
  if (words[0] === '-c') return withoutQuotes(words.slice(1).join(' '))
  const object = objectIn(words)
  return object === undefined ? words.join(' ') : object.slice(object.lastIndexOf('/') + 1)
}

/** A text without the quotes around the whole of it. */
const withoutQuotes = (text: string): string => /^(["'])(?!.*\1.)(.*)\1$/s.exec(text)?.[2] ?? text

/** The source file that a command compiles, else what it writes, as the command line has it; undefined if it tells neither. */
export const objectOf = (commandLine: string): string | undefined =>
  SCRIPT.test(commandLine) ? undefined : objectIn(wordsOf(commandLine))

/** The file behind `-o`, as the command line has it; '' without. */
export const outputOf = (commandLine: string): string => outputIn(wordsOf(commandLine)) ?? ''

/** A shell that runs a text, which may name files of any kind. */
const SCRIPT = /^(?:\S*\/)?(?:ba|da|z|k|a|fi|c|tc)?sh -\w*c /

const wordsOf = (commandLine: string): string[] => commandLine.slice(0, 4000).split(' ').slice(1)

function objectIn(words: readonly string[]): string | undefined {
  // A compiler hands its result on in /tmp under a made-up name.
  const isSource = (word: string, at: number) =>
    SOURCE.test(word) && word[0] !== '-' && !word.startsWith('/tmp/') && !isArgument(word, words[at - 1])
  return words.find(isSource) ?? outputIn(words)
}

function outputIn(words: readonly string[]): string | undefined {
  const output = words.indexOf('-o')
  return output < 0 ? undefined : words[output + 1] || undefined
}

const isArgument = (word: string, before = ''): boolean =>
  WITH_ARGUMENT.has(before) || (WITH_DEPENDENCIES.has(before) && word.endsWith('.d'))
