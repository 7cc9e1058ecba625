import { markPlace, tailAllEvents, type Place } from '../../../src/live/tail-all.ts'
import { tailEvents, tailRuns } from '../../../src/live/tail.ts'
import type { RunRow } from '../../../src/domain/model.ts'
import type { Oracle } from '../oracle.ts'
import type { World } from '../world.ts'
import type { Daemon } from './daemon.ts'

/** Follows the events of one run, over all daemons, from its last event on. */
export class RunWatcher {
  cursor = 0
  /** How often it connected. */
  connections = 0
  isFollowing = false
  /** The daemon that it reads from, or is about to. */
  daemon: Daemon | undefined
  /** Whether it takes its time. */
  readonly isSlow: boolean

  constructor(
    private readonly world: World,
    readonly runId: string,
  ) {
    this.isSlow = world.random.chance(0.3)
  }

  /** Follows the daemon in whose process this runs. */
  async follow(daemon: Daemon): Promise<void> {
    const { world } = this
    this.connections++
    this.isFollowing = await daemon.log.has(this.runId).catch(() => false)
    if (!this.isFollowing) return void (this.daemon = undefined)
    const signal = new AbortController().signal
    const tail = tailEvents(daemon.log, daemon.bus, this.runId, this.cursor, signal)
    for await (const rows of tail) {
      // The connection may end within a batch: then the rest of it did not arrive.
      const arrived = world.random.chance(0.1) ? world.random.below(rows.length) : rows.length
      for (const { seq } of rows.slice(0, arrived)) {
        if (seq !== this.cursor + 1) world.violate(`a watcher at ${this.cursor} of ${this.runId} got ${seq}`)
        this.cursor = seq
      }
      if (arrived < rows.length) break
      if (this.isSlow) await sleep(world, world.random.between(0, 4000), daemon)
    }
    this.isFollowing = false
    this.daemon = undefined
  }
}

/** Follows the events of all runs while one daemon lives. */
export class EventsWatcher {
  readonly heard = new Map<string, number>()

  constructor(
    readonly daemon: Daemon,
    private readonly oracle: Oracle,
  ) {}

  /** What each run had reached when the place was marked, at most. */
  atPlace = new Map<string, number>()

  async follow(): Promise<void> {
    const { store, log, recent, bus, world } = this.daemon
    let place: Place | undefined
    // A client that is refused asks again.
    while (!(place = await markPlace(store, Date.now()).catch(() => undefined)))
      await sleep(world, 1000, this.daemon)
    this.atPlace = this.oracle.sequences()
    for await (const rows of tailAllEvents(store, log, recent, bus, place, new AbortController().signal))
      for (const { runId, seq } of rows) {
        const last = this.heard.get(runId)
        const isNext = last === undefined ? seq <= (this.atPlace.get(runId) ?? 0) + 1 : seq === last + 1
        if (!isNext) world.violate(`a watcher of all runs got ${seq} of ${runId} after ${last}`)
        this.heard.set(runId, seq)
      }
  }
}

/** Follows the changes of all runs while one daemon lives. */
export class ChangesWatcher {
  readonly runs = new Map<string, RunRow>()
  readonly deleted = new Set<string>()

  constructor(readonly daemon: Daemon) {}

  async follow(): Promise<void> {
    const { recent, bus } = this.daemon
    for await (const { runs, deleted } of tailRuns(recent, bus, new AbortController().signal)) {
      for (const run of runs) this.runs.set(run.id, run)
      for (const id of deleted) this.deleted.add(id)
    }
  }
}

const sleep = (world: World, milliseconds: number, { process }: Daemon) =>
  new Promise<void>((resolve) => void world.after(milliseconds, resolve, process))
