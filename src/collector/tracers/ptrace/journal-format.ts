/**
 * How the tracing thread tells the main thread what it saw: records in shared memory, which the main thread
 * reads on a timer. The tracing thread spends its life inside wait4(2), so a message per event would cost a
 * wake-up each, and holding events back for a batch would need a timer that a blocked thread cannot run.
 *
 * A chunk begins with two 32-bit words: the bytes written so far, and whether a further chunk follows.
 */
export const CHUNK_BYTES = 256 * 1024
export const HEADER_BYTES = 8
export const WRITTEN = 0
export const SEALED = 1

/** Each record: kind (1 byte), process id (int32), time (float64, nanoseconds on the shared clock), then its fields. */
export const RECORD = { start: 1, image: 2, exit: 3 } as const
export const RECORD_HEADER_BYTES = 13
