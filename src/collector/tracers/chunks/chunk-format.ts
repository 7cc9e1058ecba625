/**
 * The journal from a tracing thread to the main thread: records in shared memory, which the main thread reads on a timer. A
 * tracing thread is always inside a system call, so a message for each event would cost a wake-up, and batches would need a
 * timer that a blocked thread cannot run. A chunk begins with two 32-bit words: the number of bytes written so far, and whether
 * a further chunk follows.
 */
export const CHUNK_BYTES = 256 * 1024
export const HEADER_BYTES = 8
export const WRITTEN = 0
export const SEALED = 1
