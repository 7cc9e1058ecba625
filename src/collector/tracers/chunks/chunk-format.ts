/**
 * How a tracing thread tells the main thread what it saw: records in shared memory, which the main thread
 * reads on a timer. A tracing thread spends its life inside a system call, so a message per event would cost a
 * wake-up each, and holding events back for a batch would need a timer that a blocked thread cannot run.
 *
 * A chunk begins with two 32-bit words: the bytes written so far, and whether a further chunk follows.
 */
export const CHUNK_BYTES = 256 * 1024
export const HEADER_BYTES = 8
export const WRITTEN = 0
export const SEALED = 1
