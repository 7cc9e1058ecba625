import { jsonOf } from '../../domain/analysis/visible.ts'
import { EXIT, reasonOf } from '../failure.ts'
import { textOf, type Line } from './line.ts'
import type { Paint } from './paint.ts'
import { rounded } from './rounded.ts'
import { writeWhole } from './write-whole.ts'

const STDOUT = 1
const STDERR = 2

/** Prints lines on stdout. */
export function printLines(lines: readonly Line[], paint?: Paint): void {
  printText(textOf(lines, paint))
}

/** Prints a value as JSON on stdout, without noise of floats. @param indent spaces for each level; none for one line */
export function printJson(value: unknown, indent?: number): void {
  printText(`${jsonOf(rounded(value), indent)}\n`)
}

/** Prints a part of a help text on stdout. */
export function printHelp(text: string): void {
  printLines(linesOf(text))
}

/**
 * Writes a text on stdout unchanged. The caller must have replaced characters that steer a terminal. If the write fails, the
 * program ends. A reader that leaves early (`| head`) is no failure.
 */
export function printText(text: string): void {
  print(text)
}

/** Writes bytes on stdout, in the same way. They are for a file or another program, never for a terminal. */
export function printBytes(bytes: Uint8Array): void {
  print(bytes)
}

function print(content: string | Uint8Array): void {
  try {
    writeWhole(STDOUT, content)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0)
    printComplaint([`buildspy: stdout cannot be written: ${reasonOf(error)}`])
    process.exit(EXIT.failed)
  }
}

/** Prints an error on stderr. */
export function printComplaint(lines: readonly Line[]): void {
  try {
    writeWhole(STDERR, textOf(lines))
  } catch {
    // Nobody reads it, and the exit code remains.
  }
}

/** The lines of our own text. Foreign text is a single line, whatever it contains. */
export const linesOf = (text: string): string[] => text.trimEnd().split('\n')
