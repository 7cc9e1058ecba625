import { readStat } from './proc-stat.ts'
import type { Live } from './process-table.ts'

/** Between two samples of a process, nanoseconds; a younger process is not sampled. */
const EVERY = 1_000_000_000n

/** At most so many processes a turn: sampling 500 at once must not cost a core. */
const AT_ONCE = 200

interface Sample {
  readonly time: bigint
  /** Microseconds of CPU time so far. */
  readonly cpuTime: number
}

/** Measures the CPU use and the memory of processes that have been alive for a while. */
export class Sampler {
  private readonly latest = new WeakMap<Live, Sample>()

  /**
   * Samples what is due.
   * @param found receives per cent of one core since the last sample, and resident bytes
   */
  sample(
    processes: Iterable<Live>,
    now: bigint,
    found: (process: Live, cpuUsage: number, memory: number) => void,
  ): void {
    let count = 0
    for (const process of processes) {
      const last = this.latest.get(process) ?? { time: process.start, cpuTime: 0 }
      if (now - last.time < EVERY) continue
      if (++count > AT_ONCE) return
      const stat = readStat(process.pid)
      if (!stat || stat.isZombie) continue
      const cpuTime = stat.userTime + stat.systemTime
      this.latest.set(process, { time: now, cpuTime })
      const busy = Math.max(cpuTime - last.cpuTime, 0) * 1000
      found(process, (busy / Number(now - last.time)) * 100, stat.memory)
    }
  }
}
