import { unquoteBytes } from '../wire/print.ts'

/** JSON of the wire. Fields without a value are absent, and byte counts are whole numbers. */
export const print = (value: unknown): string =>
  unquoteBytes(JSON.stringify(value, (_, field: unknown) => field ?? undefined))
