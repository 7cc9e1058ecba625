import { jsonOf } from '../domain/analysis/visible.ts'
import { textOf, type Line } from './line.ts'
import type { Paint } from './paint.ts'

let isWatched = false

/** Prints lines on stdout. Whoever reads them may leave early (`| head`), which is no failure. */
export function printLines(lines: readonly Line[], paint?: Paint): void {
  watch(() => process.exit(0))
  if (lines.length > 0) process.stdout.write(textOf(lines, paint))
}

/** Prints a value as JSON on stdout. @param indent spaces for each level; none for one line */
export function printJson(value: unknown, indent?: number): void {
  printLines(linesOf(jsonOf(value, indent)))
}

/** Prints a part of a help text on stdout, after which nothing is done that would have to be stopped. */
export function printHelp(text: string): void {
  watch(() => {})
  process.stdout.write(textOf(linesOf(text)))
}

/** Says on stderr what went wrong. */
export function printComplaint(lines: readonly Line[]): void {
  process.stderr.write(textOf(lines))
}

/** The lines of a text of ours. One that others wrote is a single line, whatever is in it. */
export const linesOf = (text: string): string[] => text.trimEnd().split('\n')

/** @param left is called when nobody reads stdout any more */
function watch(left: () => void): void {
  // Not by counting listeners: a pipe has one of Node's own.
  if (isWatched) return
  isWatched = true
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    left()
  })
}
