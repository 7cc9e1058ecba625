import type { ByteReader, ByteWriter } from './bytes.ts'
import { LARGEST, type Coding } from './codings.ts'

/** The first bytes of encoded columns, "BSC" and the version of the format. */
export const MAGIC = [0x42, 0x53, 0x43, 1] as const

/**
 * The sections, each a byte with its number, a varint with its length in bytes, and its content. A reader skips a section that
 * it does not know, so that others can be added.
 */
export const SECTION = {
  /** Varints: the number of rows, and the sequence of the run; a double: its start. */
  HEAD: 0,
  /** A varint for the number of strings and for the length of each in bytes, then all of them in UTF-8. */
  STRINGS: 1,
  PID: 2,
  PARENT: 3,
  ORPHAN_PPID: 4,
  START: 5,
  END: 6,
  NAME: 7,
  COMMAND_LINE: 8,
  WORKING_DIR: 9,
  SIGNAL: 10,
  STATUS: 11,
  EXIT_CODE: 12,
  CPU_TIME: 13,
  PEAK_MEMORY: 14,
} as const
export type SectionNumber = (typeof SECTION)[keyof typeof SECTION]

/** The content of a column begins with one of these. */
export const FORM = {
  /** A double for each row. */
  RAW: 0,
  /** A varint for each row, by the coding of the column. */
  CODED: 1,
} as const

/** Whether a column can be coded: whole numbers, or the one that stands for an unknown number. */
export function isCodable(values: ArrayLike<number>, unknown?: number): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    const isWhole = Number.isInteger(value) && Math.abs(value) <= LARGEST
    if (!isWhole && !Object.is(value, unknown)) return false
  }
  return true
}

/** Writes a column by a coding. */
export function writeCoded(into: ByteWriter, values: ArrayLike<number>, coding: Coding): void {
  into.byte(FORM.CODED)
  for (let row = 0; row < values.length; row++) into.varint(coding.code(values[row]!))
}

/** Writes a column as it is. */
export function writeRaw(into: ByteWriter, values: ArrayLike<number>): void {
  into.byte(FORM.RAW)
  for (let row = 0; row < values.length; row++) into.double(values[row]!)
}

/**
 * Reads a column into an array as long as it.
 * @param finish makes the value of the row from the coded number
 * @returns the array
 * @throws RangeError if the bytes end before
 */
export function readColumn<Into extends { readonly length: number; [row: number]: number }>(
  from: ByteReader,
  into: Into,
  coding: Coding,
  finish = (value: number, _row: number): number => value,
): Into {
  if (from.byte() === FORM.RAW) for (let row = 0; row < into.length; row++) into[row] = from.double()
  else for (let row = 0; row < into.length; row++) into[row] = finish(coding.value(from.varint()), row)
  return into
}
