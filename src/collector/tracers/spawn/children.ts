import { readdirSync, readFileSync } from 'node:fs'
import { TracerRefused } from '../tracer.ts'

const nothing = new Int32Array(new SharedArrayBuffer(4))

/** How long a new child may take to appear, and how often it is looked for, milliseconds. */
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 0.1

/**
 * The children of this process, started by any of its threads (proc_tid_children(5)).
 * @throws if the kernel does not list them
 */
export function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((tid) =>
    childrenOf(tid).split(' ').filter(Boolean).map(Number),
  )
}

function childrenOf(tid: string): string {
  try {
    return readFileSync(`/proc/self/task/${tid}/children`, 'latin1')
  } catch (error) {
    // Either the thread has ended, or this kernel lists no children.
    if (tid === String(process.pid))
      throw new TracerRefused(`children cannot be found: ${(error as Error).message}`)
    return ''
  }
}

/** Waits for a child that another thread is about to start. @throws TracerRefused if it does not come */
export function awaitChild(known: readonly number[]): number {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const child = children().find((pid) => !known.includes(pid))
    if (child !== undefined) return child
    Atomics.wait(nothing, 0, 0, LOOK_EVERY_MS)
  }
  throw new TracerRefused('the build did not start in time')
}
