import { toolOf } from '../time/tools.ts'

/** Files that a command line names, as absolute names. */
export interface NamedFiles {
  /** It may read them; among them are words that are no files. */
  readonly inputs: readonly string[]
  /** It writes them. */
  readonly outputs: readonly string[]
}

/** Of a longer command line, only so many characters are looked at. */
export const MOST_CHARACTERS = 32_768

/** So many libraries are looked for, in so many directories. */
const MOST_LIBRARIES = 50

const NONE: NamedFiles = { inputs: [], outputs: [] }

/** Programs whose last word is their output. */
const WRITES_LAST = new Set(['cp', 'mv', 'ln', 'install', 'strip', 'objcopy'])
/** Programs whose words all are. */
const WRITES_ALL = new Set(['touch', 'ranlib'])
const COMPILERS = new Set(['gcc', 'g++', 'cc', 'c++', 'clang', 'clang++'])
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh'])

/**
 * Guesses from a command line which files it writes, by its `-o`, its redirections and the habits of a few tools, and
 * which it may read: every other word. A shell's script that changes its directory is not understood. O(length).
 */
export function filesNamedBy(commandLine: string, directory: string): NamedFiles {
  if (directory === '') return NONE
  const words: readonly string[] =
    commandLine.slice(0, MOST_CHARACTERS).match(/>>?|&&|\|\|?|;|[^\s;&|<>()'"`]+/g) ?? []
  const isShell = SHELLS.has(toolOf(words[0] ?? ''))
  if (isShell && words.includes('cd')) return NONE
  const inputs: string[] = []
  const outputs: string[] = []
  let command: string[] = []
  const library: string[] = []
  const directories: string[] = []
  const finish = (): void => {
    const written = new Set(outputOf(command))
    for (const word of command) if (!written.has(word)) inputs.push(word)
    outputs.push(...written)
    command = []
  }
  for (let i = isShell ? 1 : 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '>' || word === '>>') outputs.push(words[++i] ?? '')
    else if (/^(?:&&|\|\|?|;)$/.test(word)) finish()
    else if (word.startsWith('-L')) directories.push(word.slice(2))
    else if (word.startsWith('-l')) library.push(word.slice(2))
    else command.push(word)
  }
  finish()
  for (const name of library.slice(0, MOST_LIBRARIES))
    for (const where of directories.slice(0, MOST_LIBRARIES))
      inputs.push(`${where}/lib${name}.a`, `${where}/lib${name}.so`)
  const absolute = (names: readonly string[]) =>
    names.filter((name) => name !== '' && name[0] !== '-').map((name) => absoluteName(name, directory))
  return { inputs: absolute(inputs), outputs: absolute(outputs) }
}

/** The words of a command that name its output. */
function outputOf(words: readonly string[]): readonly string[] {
  const at = words.indexOf('-o')
  if (at >= 0) return words.slice(at + 1, at + 2)
  const tool = toolOf(words[0] ?? '')
  const plain = words.slice(1).filter((word) => word[0] !== '-')
  if (tool === 'ar') return plain.filter((word) => word.endsWith('.a')).slice(0, 1)
  if (WRITES_ALL.has(tool)) return plain
  if (WRITES_LAST.has(tool)) return plain.slice(-1)
  if (COMPILERS.has(tool) && words.includes('-c'))
    return plain
      .filter((word) => /\.(?:c|cc|cpp|cxx|s)$/i.test(word))
      .map((word) => word.slice(word.lastIndexOf('/') + 1).replace(/\.\w+$/, '.o'))
  return []
}

function absoluteName(name: string, directory: string): string {
  const whole = name[0] === '/' ? name : `${directory}/${name}`
  if (!whole.includes('/.') && !whole.includes('//')) return whole
  const parts: string[] = []
  for (const part of whole.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  return `/${parts.join('/')}`
}
