import type { Clock } from '../../clock.ts'
import type { Command } from '../tracer.ts'

/** What the main thread gives to the tracing thread. */
export interface TraceRequest {
  readonly command: Command
  readonly clock: Clock
}

/** What the tracing thread posts, beside the journal in shared memory. */
export type TraceMessage =
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'started'; readonly pid: number; readonly time: number }
  | { readonly type: 'chunk'; readonly chunk: SharedArrayBuffer }
  /** `status` is the status word of wait(2), `time` is always nanoseconds on the clock; `errors` are faults of the tracer. */
  | {
      readonly type: 'ended'
      readonly status: number
      readonly time: number
      readonly errors: readonly string[]
    }
