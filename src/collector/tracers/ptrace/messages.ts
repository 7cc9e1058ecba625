import type { Clock } from '../../clock.ts'
import type { FileListener } from '../files/install.ts'
import type { Command, FilesUnseen } from '../tracer.ts'

/** Why a process runs untraced from its exec on: under a tracer it would do something else than without. */
export type Reason = 'tracer' | 'leaks' | 'privilege'

/** The main thread's request to the tracing thread. */
export interface TraceRequest {
  readonly command: Command
  readonly clock: Clock
  /** The memory of `Lives` if files are to be recorded. */
  readonly lives: SharedArrayBuffer | undefined
}

/** A process runs untraced from its last image in the journal on. `pidfd` is −1 if there is none to be had. */
export interface LetGo {
  readonly type: 'let go'
  readonly pid: number
  readonly name: string
  readonly reason: Reason
  readonly pidfd: number
}

/** A set-user-ID program that ran without its privilege, because we could not detach from it. */
export interface Deprived {
  readonly type: 'deprived'
  readonly name: string
}

/** The messages of the tracing thread, beside the journal in shared memory. */
export type TraceMessage =
  | { readonly type: 'refused'; readonly reason: string }
  /** The command cannot be executed; `error` is the number of execve(2). */
  | { readonly type: 'failed'; readonly error: number }
  | {
      readonly type: 'started'
      readonly pid: number
      readonly time: number
      readonly files: FileListener | FilesUnseen | undefined
    }
  | { readonly type: 'chunk'; readonly chunk: SharedArrayBuffer }
  | LetGo
  | Deprived
  /** `status` is the status word of wait(2), `time` is always nanoseconds on the clock; `errors` are faults of the tracer. */
  | {
      readonly type: 'ended'
      readonly status: number
      readonly time: number
      readonly errors: readonly string[]
    }
