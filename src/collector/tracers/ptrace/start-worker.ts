import { Worker } from 'node:worker_threads'

/** `worker.ts` beside this file, or `worker.js` where it was compiled. */
const WORKER = new URL(`./worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url)

let early: Worker | undefined

/**
 * Starts the tracing thread before it is needed, so that it loads the C library while the main thread loads the
 * rest. What the command inherits must have been looked at by then: the thread opens files.
 */
export function startWorkerEarly(): void {
  if (process.platform !== 'linux') return
  early = new Worker(WORKER)
  // It may never be needed. If it cannot start, the next one says why to who listens.
  early.unref()
  early.once('error', () => (early = undefined))
}

/** The tracing thread, which waits for its request. */
export function takeWorker(): Worker {
  const worker = early ?? new Worker(WORKER)
  early = undefined
  worker.ref()
  return worker
}
