import { Worker } from 'node:worker_threads'
import type { TraceRequest } from './messages.ts'

/** `worker.ts` beside this file, or `worker.js` beside what this file was bundled into (rolldown.config.mjs). */
const WORKER = new URL(`./worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url)

/** With streams of its own: for others, Node opens those of this process, and makes them non-blocking for the build. */
const newThread = (): Worker => new Worker(WORKER, { stdout: true, stderr: true })

let waiting: Worker | undefined

/**
 * Starts the tracing thread early, so that it loads the C library while the main thread loads the rest. That saves an eighth of
 * the time until a build begins. The inherited state must be read before, because the thread opens files. The caller ends with
 * `dismissThread`.
 */
export function startThread(): void {
  if (process.platform !== 'linux') return
  const worker = newThread()
  waiting = worker
  // The thread may never be needed. If it cannot start, the next one reports the reason.
  worker.once('error', () => {
    if (waiting === worker) waiting = undefined
  })
}

/** The tracing thread, which waits for its request. */
export function takeThread(): Worker {
  const worker = waiting ?? newThread()
  waiting = undefined
  return worker
}

/**
 * Lets a thread that nobody took end by itself, and waits for that: ended by force while it loads a library, it would take us
 * along.
 */
export async function dismissThread(): Promise<void> {
  const worker = waiting
  waiting = undefined
  if (!worker) return
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  const request: TraceRequest | null = null
  worker.postMessage(request)
  await ended
}
