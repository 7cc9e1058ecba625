import type { MessagePort } from 'node:worker_threads'
import type { Clock } from '../../clock.ts'
import type { FileListener } from './install.ts'

/** What the main thread gives to the thread that serves notifications. */
export interface ServeRequest {
  readonly listener: FileListener
  readonly clock: Clock
  /** The memory of `Lives`. */
  readonly lives: SharedArrayBuffer
  /** Takes the chunks of its journal, before anything is written into them. */
  readonly chunks: MessagePort
}

/** What that thread posts: it serves no more; `errors` are faults. */
export interface ServeMessage {
  readonly errors: readonly string[]
}
