import { objectOf } from '../../domain/analysis/compare/subject.ts'
import { fit, widthOf } from './columns.ts'

/** A program as a shell reads it, quotes included, and the space behind it. */
const PROGRAM = /^(?:'[^']*'|\\.|[^\s'\\])+ ?/s

/** Between the first arguments and the object, for those left out. */
const GAP = ' … '

/** The command line of a process after its name. The name replaces the program's path. @returns at most so many columns */
export function titleOf(name: string, commandLine: string, columns: number): string {
  const rest = argumentsOf(commandLine, columns - widthOf(name) - 1)
  return fit(rest ? `${name} ${rest}` : name, columns)
}

/**
 * The arguments of a command line in so many columns at most. If they take more, the end shows the file that the command works
 * on, which a compiler's forty options would hide.
 */
export function argumentsOf(commandLine: string, columns: number): string {
  const words = commandLine.replace(PROGRAM, '')
  const shown = fit(words, columns)
  if (!shown.endsWith('…')) return shown
  const object = objectOf(commandLine)
  if (object === undefined || shown.includes(object)) return shown
  const path = widthOf(object) > columns / 2 ? object.slice(object.lastIndexOf('/') + 1) : object
  const room = columns - widthOf(path) - widthOf(GAP)
  // A word is whole or omitted.
  const first = fit(words, room + 2).replace(/(?:^| )\S*…$/, '')
  return fit(first ? first + GAP + path : `… ${path}`, columns)
}
