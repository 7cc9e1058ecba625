import type { BuildRecord } from '../../collector/record/record-build.ts'

const NS_PER_MS = 1e6
const US_PER_MS = 1e3

/** The figures of a build; `--json` prints them as one line. Times in milliseconds. */
export interface Summary {
  readonly run: string
  /** The page of the run; null if the daemon has no record of it. */
  readonly url: string | null
  readonly exit_code: number
  readonly signal: string | null
  readonly processes: number
  readonly wall_ms: number
  readonly cpu_ms: number
  readonly user_ms: number
  readonly system_ms: number
  /** CPU time by wall time: cores busy on average. */
  readonly parallelism: number
  /** By the time in which no child of theirs was alive; `share` is of the wall time. */
  readonly slowest: readonly Slowest[]
  readonly tracer: string
  /** CPU time of the collector itself. */
  readonly overhead_ms: number
  readonly blind_spots: readonly string[]
  /** Resource samples that gave way for want of memory. */
  readonly samples_dropped: number
  /** Records that did not reach the daemon. */
  readonly lost: number
  /** Records that wait in the spool until the daemon is back. */
  readonly spooled: number
  /** The reason why a server refused the lines; null if none did, or none responded. */
  readonly refusal: string | null
}

export interface Slowest {
  readonly pid: number
  readonly name: string
  readonly cmdline: string
  readonly own_ms: number
  readonly share: number
}

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals))

/** @param address where the run is shown; none if it went to a file */
export function summarise(record: BuildRecord, address: string | undefined): Summary {
  const { totals, ending, delivery, capture } = record
  const wall = Number(record.wall) / NS_PER_MS
  const user = totals.userTime / US_PER_MS
  const system = totals.systemTime / US_PER_MS
  return {
    run: record.runId,
    url: delivery.stored > 0 && delivery.spooled === 0 ? (address ?? null) : null,
    exit_code: ending.exitCode,
    signal: ending.signal,
    processes: totals.processes,
    wall_ms: round(wall, 3),
    cpu_ms: round(user + system, 3),
    user_ms: round(user, 3),
    system_ms: round(system, 3),
    parallelism: round((user + system) / wall, 2),
    slowest: totals.slowest.map(({ pid, name, cmdline, ownTime }) => {
      const own = Number(ownTime) / NS_PER_MS
      return { pid, name, cmdline, own_ms: round(own, 3), share: round(own / wall, 4) }
    }),
    tracer: record.tracer,
    overhead_ms: round((capture.overhead_us ?? 0) / US_PER_MS, 3),
    blind_spots: capture.blind_spots,
    samples_dropped: capture.samples_dropped ?? 0,
    lost: delivery.lost,
    spooled: delivery.spooled,
    refusal: delivery.refusal ?? null,
  }
}
