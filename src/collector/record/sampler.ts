import { readIo, readStat, type ProcIo } from '../proc-stat.ts'
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

/** The resources of a process at one moment. */
export interface Usage {
  /** Per cent of one core since the last sample. */
  readonly cpu: number
  /** Resident bytes. */
  readonly memory: number
  readonly io: ProcIo | undefined
}

/** Measures the CPU use, the input and output and the memory of processes that have been alive for a while. */
export class Sampler {
  private readonly latest = new WeakMap<Live, Sample>()

  /** Samples the processes that are due. */
  sample(processes: Iterable<Live>, now: bigint, found: (process: Live, usage: Usage) => void): void {
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
      const cpu = (busy / Number(now - last.time)) * 100
      found(process, { cpu, memory: stat.memory, io: readIo(process.pid) })
    }
  }
}
