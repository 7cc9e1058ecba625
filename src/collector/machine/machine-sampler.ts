import type { MachineSampleInput } from '../../wire/schema.ts'
import { printTime } from '../../wire/time.ts'
import { readMachine, type MachineCounters } from './read-machine.ts'
import { findThrottling } from './throttling.ts'

/** Between two samples, nanoseconds. */
const EVERY = 1_000_000_000n

/** Shorter intervals than this tell little, nanoseconds: the clock ticks of processors are 10 ms. */
const SHORTEST = 20_000_000n

/** The counters at one moment. */
interface Reading {
  readonly time: bigint
  readonly machine: MachineCounters
  /** Microseconds. */
  readonly throttled: number | undefined
  /** CPU time of the build so far, whole milliseconds. */
  readonly build: number
}

/** Samples the machine once a second while a build runs. Where there is no /proc, there are no samples. */
export class MachineSampler {
  private readonly readThrottling = findThrottling()
  private last: Reading | undefined

  /**
   * The counters are read now, so `time` is this moment, not the begin of the build. The same holds below.
   * @param time nanoseconds since 1970
   * @param buildTime reads the CPU time of all its processes so far, microseconds
   */
  constructor(
    private readonly runId: string,
    time: bigint,
    private readonly buildTime: () => number,
  ) {
    this.last = this.read(time, 0)
  }

  /** Samples if it is time for that. */
  tick(now: bigint): MachineSampleInput | undefined {
    return this.last && now - this.last.time >= EVERY ? this.sample(now) : undefined
  }

  /** Samples what remains when the build has ended. */
  finish(now: bigint): MachineSampleInput | undefined {
    return this.last && now - this.last.time >= SHORTEST ? this.sample(now) : undefined
  }

  private sample(now: bigint): MachineSampleInput | undefined {
    const before = this.last!
    // What has ended may have been sampled higher than it was then counted.
    const after = this.read(now, Math.max(Math.round(this.buildTime() / 1000), before.build))
    if (!after) return undefined
    this.last = after
    return sampleOf(this.runId, before, after)
  }

  private read(time: bigint, build: number): Reading | undefined {
    const machine = readMachine()
    return machine && { time, machine, throttled: this.readThrottling(), build }
  }
}

/** What happened between two readings. A counter of the kernel can go back a little, which counts as nothing. */
export function sampleOf(runId: string, before: Reading, after: Reading): MachineSampleInput {
  const { machine: from, throttled: throttledBefore } = before
  const { machine: to, throttled } = after
  const since = (a: number, b: number) => Math.max(b - a, 0)
  return {
    build_run_id: runId,
    time: printTime(after.time),
    interval_ms: Math.round(Number(after.time - before.time) / 1e6),
    cores: to.cores,
    busy_ms: since(from.busy, to.busy),
    iowait_ms: since(from.iowait, to.iowait),
    steal_ms: since(from.steal, to.steal),
    build_ms: after.build - before.build,
    memory_available: to.memoryAvailable,
    memory_total: to.memoryTotal,
    pressure:
      from.pressure && to.pressure
        ? {
            cpu_us: since(from.pressure.cpu, to.pressure.cpu),
            io_us: since(from.pressure.io, to.pressure.io),
            memory_us: since(from.pressure.memory, to.pressure.memory),
          }
        : undefined,
    throttled_us: throttled === undefined ? undefined : since(throttledBefore ?? 0, throttled),
  }
}
