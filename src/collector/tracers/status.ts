import { signalName } from '../signals.ts'
import type { Ending } from './tracer.ts'

/** The end of a process according to a status word of wait(2). */
export function endingOf(status: number): Pick<Ending, 'exitCode' | 'signal'> {
  const number = status & 0x7f
  return number === 0
    ? { exitCode: (status >> 8) & 0xff, signal: null }
    : { exitCode: 128 + number, signal: signalName(number) }
}
