/**
 * What wait4(2) tells of an ended process together with the children that it waited for: CPU times in microseconds, context
 * switches, page faults, blocks of 512 bytes (getrusage(2)).
 */
export const SUMS = [
  'userTime',
  'systemTime',
  'voluntarySwitches',
  'involuntarySwitches',
  'minorFaults',
  'majorFaults',
  'blocksRead',
  'blocksWritten',
] as const

export type Sums = { -readonly [Each in (typeof SUMS)[number]]: number }

/** What a tracer measures of a process at its end: the sums, largest resident memory in bytes, delays in microseconds. */
export const MEASURES = [...SUMS, 'peakMemory', 'runQueueTime', 'diskTime'] as const

export type Measures<Value = number | null> = { readonly [Each in (typeof MEASURES)[number]]: Value }

/** A value for each measure. */
export const measuresOf = <Value>(valueOf: (measure: keyof Measures) => Value) =>
  Object.fromEntries(MEASURES.map((measure) => [measure, valueOf(measure)])) as Measures<Value>

/** Of a process of which nothing was measured. */
export const NOT_MEASURED: { -readonly [Each in keyof Measures]: number | null } = {
  ...measuresOf(() => null),
}
