import { closeSync, openSync, readSync } from 'node:fs'

/** The facts of an executable for the dynamic linker (elf(5)). */
export interface Executable {
  /** Libraries that it names as needed. */
  readonly libraries: readonly string[]
  /** Whether it takes a function from a library. */
  imports(symbol: string): boolean
  /** Whether it offers a function to libraries. */
  exports(symbol: string): boolean
  /** It has no part that a dynamic linker reads. */
  readonly isStatic: boolean
  /** Whether its constants hold a text. */
  mentions(text: string): boolean
}

interface Section {
  readonly type: number
  readonly flags: number
  readonly offset: number
  readonly size: number
  readonly link: number
}

const PROGBITS = 1
const DYNAMIC = 6
const DYNSYM = 11
const WRITE = 1
const ALLOC = 2
const EXECINSTR = 4
const DT_NEEDED = 1

/** Larger tables than any known program's are not read: the program waits meanwhile. */
const MOST_BYTES = 64 * 1024 * 1024

/** The positions of the fields of a header, a section, a symbol and a dynamic entry, by the class of the file. */
const WIDE = {
  word: 8,
  sections: { at: 40, size: 58, count: 60 },
  section: { flags: 8, offset: 24, size: 32, link: 40 },
  symbol: { size: 24, section: 6 },
} as const
const NARROW = {
  word: 4,
  sections: { at: 32, size: 46, count: 48 },
  section: { flags: 8, offset: 16, size: 20, link: 24 },
  symbol: { size: 16, section: 14 },
} as const

/**
 * Reads an ELF file by its section headers, which strip(1) leaves.
 * @returns undefined if it is no little-endian ELF file, or may not be read
 */
export function readExecutable<T>(path: string, look: (executable: Executable) => T): T | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    // It may be executed but not read.
    return undefined
  }
  try {
    return parse(fd, look)
  } catch {
    // Headers that lead out of the file: the kernel does not look at sections.
    return undefined
  } finally {
    closeSync(fd)
  }
}

function parse<T>(fd: number, look: (executable: Executable) => T): T | undefined {
  const header = read(fd, 0, 64)
  if (header.toString('latin1', 0, 4) !== '\x7fELF' || header[5] !== 1) return undefined
  const layout = header[4] === 2 ? WIDE : NARROW
  const sections = readSections(fd, header, layout)
  const bytesOf = (section: Section | undefined): Buffer =>
    section ? read(fd, section.offset, section.size) : Buffer.alloc(0)
  const symbolTable = sections.find(({ type }) => type === DYNSYM)
  const symbols = bytesOf(symbolTable)
  const names = bytesOf(symbolTable && sections[symbolTable.link])
  const dynamic = sections.find(({ type }) => type === DYNAMIC)

  const holds = (symbol: string, isDefined: boolean): boolean => {
    const offsets = offsetsOf(names, `${symbol}\0`)
    if (offsets.size === 0) return false
    const { size, section } = layout.symbol
    for (let at = 0; at + size <= symbols.length; at += size) {
      if ((symbols.readUInt16LE(at + section) !== 0) !== isDefined) continue
      if (offsets.has(symbols.readUInt32LE(at))) return true
    }
    return false
  }
  return look({
    libraries: neededOf(bytesOf(dynamic), bytesOf(dynamic && sections[dynamic.link]), layout.word),
    imports: (symbol) => holds(symbol, false),
    exports: (symbol) => holds(symbol, true),
    isStatic: symbolTable === undefined,
    mentions: (text) => sections.some((section) => isConstant(section) && bytesOf(section).includes(text)),
  })
}

const isConstant = ({ type, flags }: Section): boolean =>
  type === PROGBITS && (flags & (ALLOC | WRITE | EXECINSTR)) === ALLOC

function readSections(fd: number, header: Buffer, { word, sections, section }: typeof WIDE | typeof NARROW) {
  const size = header.readUInt16LE(sections.size)
  const table = read(fd, readWord(header, sections.at, word), size * header.readUInt16LE(sections.count))
  const found: Section[] = []
  for (let at = 0; at + size <= table.length; at += size) {
    found.push({
      type: table.readUInt32LE(at + 4),
      flags: table.readUInt32LE(at + section.flags),
      offset: readWord(table, at + section.offset, word),
      size: readWord(table, at + section.size, word),
      link: table.readUInt32LE(at + section.link),
    })
  }
  return found
}

function neededOf(dynamic: Buffer, names: Buffer, word: number): string[] {
  const libraries: string[] = []
  for (let at = 0; at + 2 * word <= dynamic.length; at += 2 * word) {
    if (readWord(dynamic, at, word) !== DT_NEEDED) continue
    const from = readWord(dynamic, at + word, word)
    libraries.push(names.toString('latin1', from, names.indexOf(0, from)))
  }
  return libraries
}

/** A linker stores a name that ends another one within that. */
function offsetsOf(names: Buffer, text: string): Set<number> {
  const offsets = new Set<number>()
  for (let at = names.indexOf(text); at !== -1; at = names.indexOf(text, at + 1)) offsets.add(at)
  return offsets
}

const readWord = (bytes: Buffer, at: number, word: number): number =>
  word === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at)

function read(fd: number, offset: number, size: number): Buffer {
  if (size > MOST_BYTES) return Buffer.alloc(0)
  const bytes = Buffer.alloc(size)
  return bytes.subarray(0, readSync(fd, bytes, 0, size, offset))
}
