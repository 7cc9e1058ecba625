const SOURCE =
  /\.(?:c|cc|cpp|cxx|c\+\+|m|mm|s|asm|f|f90|rs|go|java|kt|scala|swift|zig|d|hs|ml|cs|py|ts|tsx|js|jsx|mjs|vue|y|l|proto|ui|moc)$/i

/**
 * What a command works on, short enough for a label: the source file it compiles, else what it writes, else its
 * arguments. Of `cc1 -quiet -imultiarch … lapi.c -o /tmp/x.s` the reader wants `lapi.c`.
 */
export function subjectOf(commandLine: string): string {
  const [, ...words] = commandLine.slice(0, 4000).split(' ')
  const output = words.indexOf('-o')
  // A shell's `-c` says nothing; what a compiler hands on in /tmp has a made-up name.
  if (words[0] === '-c')
    return words
      .slice(1)
      .join(' ')
      .replace(/^["']|["']$/g, '')
  const isSource = (word: string) => SOURCE.test(word) && word[0] !== '-' && !word.startsWith('/tmp/')
  const source = words.find((word, at) => isSource(word) && (output < 0 || at !== output + 1))
  if (source) return baseName(source)
  if (output >= 0 && words[output + 1]) return baseName(words[output + 1]!)
  return words.join(' ')
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
