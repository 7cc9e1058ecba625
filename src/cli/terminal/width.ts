import type { Environment } from '../environment.ts'

/** Of a terminal that does not say. */
const USUAL = 80

/**
 * Columns of a line on stdout, at most: those of the terminal, or of COLUMNS. Without either there is no limit, because a
 * program that reads the line wants all of it.
 */
export function widthOfStdout({ columns }: Environment): number {
  const { isTTY, columns: ofTerminal } = process.stdout
  return isTTY ? ofTerminal || USUAL : (columns ?? Infinity)
}
