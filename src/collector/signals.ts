import { constants } from 'node:os'

const NAMES = new Map<number, string>()
// The first name of a number wins: SIGABRT before SIGIOT, SIGIO before SIGPOLL.
for (const [name, number] of Object.entries(constants.signals)) {
  if (!NAMES.has(number)) NAMES.set(number, name)
}

/** glibc keeps 32 and 33 for itself; applications count real-time signals from 34 (signal(7)). */
const SIGRTMIN = 34

/** The name of a signal: `SIGKILL`, `SIGRTMIN+3`. */
export function signalName(number: number): string {
  return NAMES.get(number) ?? (number >= SIGRTMIN ? `SIGRTMIN+${number - SIGRTMIN}` : `SIG${number}`)
}

/** The number that `signalName` named. */
export function signalNumber(name: string): number {
  const [, realTime, other] = /^SIG(?:RTMIN\+(\d+)|(\d+))$/.exec(name) ?? []
  if (realTime !== undefined) return SIGRTMIN + Number(realTime)
  return other === undefined ? constants.signals[name as NodeJS.Signals] : Number(other)
}
