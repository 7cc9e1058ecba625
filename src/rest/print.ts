import { unquoteBytes } from '../wire/print.ts'

/** JSON of the wire: what has no value is left out, byte counts are whole numbers. */
export const print = (value: unknown): string =>
  unquoteBytes(JSON.stringify(value, (_, field: unknown) => field ?? undefined))
