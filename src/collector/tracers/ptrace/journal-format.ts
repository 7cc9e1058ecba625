/** Each record: kind (1 byte), process id (int32), time (float64, nanoseconds on the shared clock), then its fields. */
export const RECORD = { start: 1, image: 2, exit: 3 } as const
export const RECORD_HEADER_BYTES = 13
/** Stands for a measure that is not known. */
export const UNKNOWN = -1
