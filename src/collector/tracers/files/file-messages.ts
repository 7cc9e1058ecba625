import type { Clock } from '../../clock.ts'
import type { FileListener } from './install.ts'

/** The main thread's request to the thread that serves notifications. */
export interface ServeRequest {
  readonly listener: FileListener
  readonly clock: Clock
  /** The memory of `Lives`. */
  readonly lives: SharedArrayBuffer
}

/** The messages of that thread, beside its journal in shared memory. */
export type ServeMessage =
  | { readonly type: 'chunk'; readonly chunk: SharedArrayBuffer }
  /** It serves no more; `errors` are faults. */
  | { readonly type: 'stopped'; readonly errors: readonly string[] }
