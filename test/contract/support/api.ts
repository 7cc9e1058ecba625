import type { SubmissionInput } from '../../../src/wire/schema.ts'

/** Objects of the API reference, as answered: fields without a value are absent. */
export interface Run {
  readonly id: string
  readonly command: string
  readonly args: string[]
  readonly start_time: string
  readonly end_time?: string
  readonly status: string
  readonly exit_code?: number
  readonly working_dir: string
  readonly process_count: number
  readonly duration?: number
}

export interface Process {
  readonly build_run_id: string
  readonly pid: number
  readonly ppid: number
  readonly name: string
  readonly cmdline: string
  readonly start_time: string
  readonly end_time?: string
  readonly cpu_usage: number
  /** Digits, since a number would not hold all of them. */
  readonly mem_usage: string
  readonly status: string
  readonly children: number[]
}

export interface Event {
  readonly id: string
  readonly build_run_id: string
  readonly timestamp: string
  readonly type: string
  readonly process: Process
}

export interface Stats {
  readonly total_runs: number
  readonly live_builds: number
  readonly by_status: Readonly<Record<string, number>>
}

export interface BulkDeletion {
  readonly deleted_count: number
  readonly total_requested: number
  readonly errors?: string[]
}

/** Messages of a socket or a subscription, as they come. */
export interface Stream<T> extends AsyncIterator<T> {
  /** The next so many. */
  take(count: number): Promise<T[]>
}

/** The documented API, through REST or through the graph. Each method throws `Refused` for an error. */
export interface Api {
  submit(...submissions: SubmissionInput[]): Promise<void>
  runs(query?: { search?: string; limit?: number }): Promise<Run[]>
  live(): Promise<Run[]>
  run(id: string): Promise<Run>
  events(id: string): Promise<Event[]>
  processes(id: string): Promise<Process[]>
  stats(): Promise<Stats>
  delete(id: string): Promise<void>
  /** All ways there are to delete many, each with the ids of one list. */
  deleteMany(...lists: string[][]): Promise<BulkDeletion[]>
  follow(id: string): Promise<Stream<Event>>
  followAll(): Promise<Stream<Event>>
}

/** An error of the API: its HTTP status, or the one that its code in the graph stands for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** Gives an iterator `take`. */
export function stream<T>(messages: AsyncIterator<T>): Stream<T> {
  return Object.assign(messages, {
    async take(count: number) {
      const taken: T[] = []
      while (taken.length < count) {
        const { value, done } = await messages.next()
        if (done) throw new Error(`ended after ${taken.length} of ${count} messages`)
        taken.push(value)
      }
      return taken
    },
  })
}
