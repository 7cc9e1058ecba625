import type { RunWaiting } from '../daemon/recording.ts'
import { duration } from '../terminal/format.ts'

/** Says what the processes of a run waited for, as facts for one line; none where nobody measured it. */
export function waitingFacts({ onCpu, runQueue, disk, children, other }: RunWaiting): string[] {
  if (runQueue === null && disk === null) return []
  const known = (time: number | null): string => (time === null ? '–' : duration(time))
  return [
    `waiting: on CPU ${known(onCpu)}`,
    `for a processor ${known(runQueue)}`,
    `for disk ${known(disk)}`,
    `for children ${duration(children)}`,
    `other ${duration(other)}`,
  ]
}
