import type { Environment } from '../environment.ts'

/** Of a terminal that does not say. */
const USUAL = 80

/**
 * Columns that a line on stdout may take: those of the terminal; elsewhere those of COLUMNS, or any number, since a
 * program that reads it wants all of it.
 */
export function widthOfStdout({ columns }: Environment): number {
  const { isTTY, columns: ofTerminal } = process.stdout
  return isTTY ? ofTerminal || USUAL : (columns ?? Infinity)
}
