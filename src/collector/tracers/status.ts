import { signalName } from '../signals.ts'
import type { Ending } from './tracer.ts'

/** What a status word of wait(2) says of a process that has ended. */
export function endingOf(status: number): Pick<Ending, 'exitCode' | 'signal'> {
  const number = status & 0x7f
  return number === 0
    ? { exitCode: (status >> 8) & 0xff, signal: null }
    : { exitCode: 128 + number, signal: signalName(number) }
}
