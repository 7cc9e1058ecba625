import type { RunFacts } from '../../../src/domain/analysis/time/measured.ts'
import type { RunHead } from './run-head.ts'

/** The facts of a run for its analysis. @param wall its wall time so far, in milliseconds */
export const factsOf = ({ cores, status, exitCode }: RunHead, wall: number): RunFacts => ({
  wall,
  cores: cores ?? null,
  exitCode: exitCode ?? null,
  status: status === 'running_live' ? 'running' : status,
})
