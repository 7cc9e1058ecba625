import { NO_DELAYS, readProcessDelays, type Delays } from '../delays.ts'
import { readIo, readStat } from '../proc-stat.ts'
import type { Totals } from './totals.ts'
import { sampledNumbers, type Numbers } from './process-numbers.ts'
import type { Live } from './process-table.ts'

/** Between two samples of a process, nanoseconds; a younger process is not sampled. */
const EVERY = 1_000_000_000n

/** At most so many processes a turn: sampling 500 at once must not cost a core. */
const AT_ONCE = 200

/** Reading a thread takes some 10 µs. */
const MANY_THREADS = 16

/** So many processes are read for a sum over the build: more would cost more than a millisecond. */
const AT_A_MOMENT = 40

interface Sample {
  readonly time: bigint
  /** Microseconds of CPU time so far. */
  readonly cpuTime: number
  /** Samples of the process so far. */
  readonly count: number
}

/** The resources of a process at one moment. */
export interface Usage {
  /** Per cent of one core since the last sample. */
  readonly cpu: number
  /** Resident bytes. */
  readonly memory: number
  readonly numbers: Numbers
}

/** Measures the CPU use, the input and output and the memory of processes that have been alive for a while. */
export class Sampler {
  private readonly latest = new WeakMap<Live, Sample>()

  /** Samples the processes that are due. */
  sample(processes: Iterable<Live>, now: bigint, found: (process: Live, usage: Usage) => void): void {
    let count = 0
    for (const process of processes) {
      const last = this.latest.get(process) ?? { time: process.start, cpuTime: 0, count: 0 }
      if (now - last.time < EVERY) continue
      if (++count > AT_ONCE) return
      const stat = readStat(process.pid)
      if (!stat || stat.isZombie) continue
      const cpuTime = stat.userTime + stat.systemTime
      this.latest.set(process, { time: now, cpuTime, count: last.count + 1 })
      const busy = Math.max(cpuTime - last.cpuTime, 0) * 1000
      const cpu = (busy / Number(now - last.time)) * 100
      const numbers = sampledNumbers(readIo(process.pid), delaysOf(process, stat.threads, last.count))
      found(process, { cpu, memory: stat.memory, numbers })
    }
  }

  /** CPU time of a build so far, microseconds: what has ended, and the living as they are now or were last sampled. */
  cpuTime(totals: Totals, processes: Iterable<Live>): number {
    let time = totals.userTime + totals.systemTime
    let count = 0
    for (const process of processes) {
      const stat = ++count > AT_A_MOMENT ? undefined : readStat(process.pid)
      time += stat ? stat.userTime + stat.systemTime : (this.latest.get(process)?.cpuTime ?? 0)
    }
    return time
  }
}

/** A process with very many threads is read at one sample of ten. @param count of its earlier samples */
const delaysOf = ({ pid }: Live, threads: number, count: number): Delays =>
  threads <= MANY_THREADS || count % 10 === 0 ? readProcessDelays(pid, threads) : NO_DELAYS
