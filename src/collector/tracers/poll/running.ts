import type { Ending } from '../tracer.ts'

/** A command that runs: its process, and how that ends. */
export interface Running {
  readonly pid: number
  readonly ended: Promise<Pick<Ending, 'exitCode' | 'signal'>>
}
