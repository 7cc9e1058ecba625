import { Worker } from 'node:worker_threads'

/** `worker.ts` beside this file, or `files-worker.js` beside what this file was bundled into (rolldown.config.mjs). */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './files-worker.js', import.meta.url)

/**
 * A thread that waits for its request to serve notifications. With streams of its own: for others, Node opens those of
 * this process, and makes them non-blocking for the build.
 */
export const newFileThread = (): Worker => new Worker(WORKER, { stdout: true, stderr: true })
