import { closeSync } from 'node:fs'
import type { Worker } from 'node:worker_threads'
import type { Clock } from '../../clock.ts'
import type { FilesUnseen, FileTrace } from '../tracer.ts'
import { newFileThread } from './file-thread.ts'
import type { FileListener } from './install.ts'
import { Lives } from './lives.ts'
import { ServedFiles } from './served-files.ts'

/** The thread that is going to serve notifications, which loads while the build is started. */
export class PendingFiles {
  private readonly clock: Clock
  private readonly memory = new Lives().memory
  private worker: Worker | undefined = newFileThread()
  /** Why it ended before its request. */
  private failure: string | undefined

  constructor(clock: Clock) {
    this.clock = clock
    this.worker?.once('error', (error) => (this.failure = error.message))
    // With koffi in two threads and not in this one, `buildspy run` was seen to hang at its exit. The cause was not found; with
    // it in this one too, that was not seen again.
    void import('../ptrace/libc.ts').catch(() => undefined)
  }

  /** The memory of `Lives`, for the tracing thread. */
  get lives(): SharedArrayBuffer {
    return this.memory
  }

  /** @param found the result of installing the filter; undefined if the build ended before its exec */
  begin(found: FileListener | FilesUnseen | undefined): FileTrace | FilesUnseen {
    const { worker } = this
    if (!worker || !found || 'refusal' in found) {
      this.dismiss()
      return found && 'refusal' in found ? found : { refusal: 'the command did not begin' }
    }
    this.worker = undefined
    if (this.failure !== undefined) {
      // The keeper serves the calls.
      closeSync(found.lifeline)
      return { refusal: this.failure }
    }
    return new ServedFiles(worker, { listener: found, clock: this.clock, lives: this.memory })
  }

  /** Lets the thread end if it is not needed. */
  dismiss(): void {
    this.worker?.postMessage(null)
    this.worker = undefined
  }
}
